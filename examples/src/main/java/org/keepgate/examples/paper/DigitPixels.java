package org.keepgate.examples.paper;

import java.io.BufferedReader;
import java.io.IOException;
import java.io.InputStreamReader;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.GZIPInputStream;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * Handwritten digits of 8×8 pixels, read one pixel after the other: 64 steps of one value, then
 * which of ten it was. Other writers wrote the test's digits; every eighth training digit is left
 * out of the training, to choose the rate by.
 */
final class DigitPixels extends AblationTask {
  private static final SequenceFormat FORMAT = SequenceFormat.classifier(1, 10);
  private static final int PIXELS = 64;
  private static final float WHITEST = 16;
  private static final int HELD_FOR_RATE = 8;

  private final List<Sequence> training = new ArrayList<>();
  private final List<Sequence> forRate = new ArrayList<>();
  private final List<Sequence> forTable = new ArrayList<>();

  /** From the rows of {@code optical-digits.csv.gz}: split, digit, pixels. */
  DigitPixels(List<String> rows, int epochs) {
    super(FORMAT, epochs, 0);
    for (String row : rows) {
      String[] fields = row.split(",", -1);
      float[] pixels = new float[PIXELS];
      for (int j = 0; j < PIXELS; j++) {
        pixels[j] = Float.parseFloat(fields[j + 2]) / WHITEST;
      }
      Sequence digit =
          Sequence.ofFeatures("digit", pixels, 1).withClasses(Integer.parseInt(fields[1]));
      if (fields[0].equals("test")) {
        forTable.add(digit);
      } else if ((training.size() + forRate.size()) % HELD_FOR_RATE == 0) {
        forRate.add(digit);
      } else {
        training.add(digit);
      }
    }
  }

  /** From a file of {@code examples/data}. */
  static DigitPixels of(Path file, int epochs) throws IOException {
    try (BufferedReader reader =
        new BufferedReader(
            new InputStreamReader(
                new GZIPInputStream(Files.newInputStream(file)), StandardCharsets.UTF_8))) {
      return new DigitPixels(reader.lines().skip(1).toList(), epochs);
    }
  }

  @Override
  String title() {
    return "digits pixel by pixel: % wrong";
  }

  @Override
  boolean byRatio() {
    return false;
  }

  @Override
  SequenceShare training(long seed) {
    return share(FORMAT, training);
  }

  @Override
  SequenceShare held(boolean forTheTable) {
    return share(FORMAT, forTheTable ? forTable : forRate);
  }

  @Override
  double error(MetricSums sums, boolean forTheTable) {
    return 100 * (1 - Evaluation.of(sums).accuracy());
  }
}
