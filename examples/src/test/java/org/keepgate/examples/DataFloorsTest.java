package org.keepgate.examples;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.analysis.ClassFloors;
import org.keepgate.analysis.SeriesFloors;
import org.keepgate.analysis.SeriesFloors.Stretch;

@DisplayName("The floors that data/README.md states")
class DataFloorsTest {
  private static final Path DATA = Path.of("data"); // Maven runs tests in the module's folder

  @Test
  @DisplayName("births: persistence 2420, the same day last week 938, AR(28) 698")
  void birthsHaveTheirFloors() throws IOException {
    double[] births =
        Files.readAllLines(DATA.resolve("us-births-2000-2014.csv")).stream()
            .skip(1)
            .mapToDouble(row -> Double.parseDouble(row.split(",", -1)[1]))
            .toArray();
    assertEquals(5_479, births.length);
    int firstTest = births.length - 730;
    SeriesFloors floors =
        new SeriesFloors(
            List.of(new Stretch(births, 0, firstTest)),
            List.of(new Stretch(births, firstTest, births.length)),
            1);
    assertEquals(2_420, floors.persistence().value(), 0.5);
    assertEquals(938, floors.seasonal(7).value(), 0.5);
    assertEquals(698, floors.autoregression(28).value(), 0.5);
  }

  @Test
  @DisplayName("digits: majority class 0.100, 1-nearest neighbour 0.956")
  void digitsHaveTheirFloors() throws IOException {
    List<String[]> rows = digits();
    assertEquals(1_797, rows.size());
    ClassFloors floors =
        new ClassFloors(
            pixels(rows, "train"),
            labels(rows, "train"),
            pixels(rows, "test"),
            labels(rows, "test"));
    assertEquals(0.956, floors.nearestNeighbour().value(), 0.0005);
    assertEquals(0.100, floors.majority().value(), 0.0005);
  }

  private static List<String[]> digits() throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(DATA.resolve("optical-digits.csv.gz"))),
                StandardCharsets.UTF_8))) {
      return reader.lines().skip(1).map(row -> row.split(",", -1)).toList();
    }
  }

  private static float[][] pixels(List<String[]> rows, String part) {
    return rows.stream()
        .filter(row -> row[0].equals(part))
        .map(
            row -> {
              float[] values = new float[row.length - 2];
              for (int j = 0; j < values.length; j++) {
                values[j] = Float.parseFloat(row[j + 2]);
              }
              return values;
            })
        .toArray(float[][]::new);
  }

  private static int[] labels(List<String[]> rows, String part) {
    return rows.stream()
        .filter(row -> row[0].equals(part))
        .mapToInt(row -> Integer.parseInt(row[1]))
        .toArray();
  }
}
