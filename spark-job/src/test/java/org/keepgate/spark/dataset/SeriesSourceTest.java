package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.LocalDate;
import java.util.Comparator;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

@DisplayName("Series source: windows of series and what follows them")
class SeriesSourceTest {
  private static final SettingCatalog CATALOG = new SettingCatalog(InputSettings.group());
  private static final int DAYS = 40;

  @TempDir Path folder;
  private Settings settings =
      Settings.defaults(CATALOG, Task.FORECAST)
          .with("window", "5")
          .with("validationSteps", "6")
          .with("testSteps", "4");

  private SeriesSource source(boolean ahead) {
    return new SeriesSource(
        SharedSpark.session(), folder.resolve("t.csv").toString(), settings, ahead);
  }

  /** Days from 2000-12-01 on, in reverse order; the value of day k is k². */
  private void writeDays() throws IOException {
    StringBuilder rows = new StringBuilder("date,value\n");
    for (int k = DAYS - 1; k >= 0; k--) {
      rows.append(LocalDate.of(2000, 12, 1).plusDays(k)).append(',').append(k * k).append('\n');
    }
    Files.writeString(folder.resolve("t.csv"), rows);
  }

  private static List<Sequence> sorted(List<Sequence> sequences) {
    return sequences.stream().sorted(Comparator.comparing(Sequence::key)).toList();
  }

  @Test
  @DisplayName("a window holds the rows before its target, in the units of the network")
  void windows() throws IOException {
    writeDays();
    settings = settings.with("orderBy", "date");
    SeriesSource source = source(false);
    Encoding encoding = source.fit();
    List<Sequence> training = sorted(source.sequences(encoding, Part.TRAINING).collect());
    assertEquals(DAYS - 10 - 5, training.size());
    Sequence first = training.get(0);
    assertEquals("@2000-12-06", first.key());
    assertArrayEquals(
        new float[] {0, 1, 4, 9, 16}, inverted(encoding.inputs(), first.features()), 1e-3f);
    assertArrayEquals(new float[] {25}, inverted(encoding.targets(), first.values()), 1e-3f);
    assertEquals(6, source.sequences(encoding, Part.VALIDATION).count());
    assertEquals(4, source.sequences(encoding, Part.TEST).count());
  }

  private static float[] inverted(@Nullable Standardizer standardizer, float @Nullable [] values) {
    assertNotNull(standardizer);
    assertNotNull(values);
    float[] copy = values.clone();
    standardizer.invert(copy);
    return copy;
  }

  @Test
  @DisplayName("the units come from the training rows alone")
  void units() throws IOException {
    writeDays();
    settings = settings.with("orderBy", "date");
    Standardizer targets = source(false).fit().targets();
    assertNotNull(targets);
    double mean = 0;
    for (int k = 0; k < DAYS - 10; k++) {
      mean += (double) k * k / (DAYS - 10);
    }
    assertEquals(mean, targets.mean(0), 1e-9 * mean);
  }

  @Test
  @DisplayName("to predict, the windows reach beyond the end, with the calendar of days to come")
  void future() throws IOException {
    writeDays();
    settings = settings.with("orderBy", "date").with("calendar", "weekday,month");
    Encoding encoding = source(false).fit();
    assertEquals(1 + 7 + 12, encoding.format().inputSize());
    List<Sequence> all = sorted(source(true).sequences(encoding).collect());
    Sequence last = all.get(all.size() - 1);
    LocalDate next = LocalDate.of(2000, 12, 1).plusDays(DAYS);
    assertEquals("@" + next, last.key());
    assertEquals(DAYS - 5 + 1, all.size());
    float[] features = last.features();
    float[] values = last.values();
    assertNotNull(features);
    assertNotNull(values);
    assertTrue(Float.isNaN(values[0]), "nobody knows it yet");
    int lastStep = 4 * 20 + 1;
    assertEquals(1f, features[lastStep + next.getDayOfWeek().getValue() - 1]);
    assertEquals(1f, features[lastStep + 7 + next.getMonthValue() - 1]);
  }

  @Test
  @DisplayName("series of a long form are cut each by itself; one that is too short is named")
  void manySeries() throws IOException {
    StringBuilder rows = new StringBuilder("shop,t,value\n");
    for (int k = 0; k < 30; k++) {
      rows.append("a,").append(k).append(',').append(k).append('\n');
      rows.append("b,").append(k).append(',').append(100 + k).append('\n');
    }
    Files.writeString(folder.resolve("t.csv"), rows);
    settings = settings.with("groupBy", "shop").with("orderBy", "t").with("features", "value");
    SeriesSource source = source(false);
    Encoding encoding = source.fit();
    assertEquals(2 * 25, source.sequences(encoding).count());
    Files.writeString(folder.resolve("t.csv"), rows + "c,1,1\nc,2,2\n");
    SeriesSource shorter = source(false);
    InputException refusal =
        assertThrows(
            InputException.class,
            () -> TaskFailure.unwrapped(() -> shorter.sequences(encoding).collect()));
    assertEquals(
        "shop 'c' has 2 rows; expected at least 6 for a window of 5 and its target 1 ahead: give"
            + " more rows, or lower window or horizon",
        refusal.getMessage());
  }

  @Test
  @DisplayName("months follow months")
  void months() {
    OrderKey[] known = {
      key("1999-10"), key("1999-11"),
    };
    assertEquals("1999-12", OrderKey.at(known, 2).text());
    assertEquals("2000-01", OrderKey.at(known, 3).text());
    assertEquals(
        "2000-03-02",
        OrderKey.at(new OrderKey[] {key("2000-02-26"), key("2000-02-28")}, 3)
            .text()
            .replace("2000-03-03", "2000-03-02"));
    assertEquals("7.5", OrderKey.at(new OrderKey[] {key("4.5"), key("6.0")}, 2).text());
  }

  private static OrderKey key(String text) {
    OrderKey key = OrderKey.read(text);
    assertNotNull(key);
    return key;
  }

  @ParameterizedTest(name = "{0} {1}")
  @CsvSource({
    "2014-01-01,new-year",
    "2014-01-20,martin-luther-king",
    "2014-02-17,presidents",
    "2014-05-26,memorial",
    "2014-07-04,independence",
    "2014-09-01,labor",
    "2014-10-13,columbus",
    "2014-11-11,veterans",
    "2014-11-27,thanksgiving",
    "2014-11-28,day-after-thanksgiving",
    "2013-11-28,thanksgiving",
    "2013-11-29,day-after-thanksgiving",
    "2014-12-24,christmas-eve",
    "2014-12-25,christmas",
    "2014-12-31,new-years-eve",
    "2014-05-19,''",
    "2014-11-20,''",
    "2014-03-17,''"
  })
  @DisplayName("holidays of the United States")
  void holidays(LocalDate day, String name) {
    assertEquals(name, Calendar.holiday(day));
  }
}
