package org.keepgate.spark.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Standardizer;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/**
 * One or many series of a table, cut into windows, to forecast what follows each window. Of each
 * series the end is held out.
 *
 * <pre>
 *   features of a step   the feature columns of its row, then the calendar of the row of its target
 *   target of a window   the target columns of the row {@code horizon} after its last
 * </pre>
 */
public final class SeriesSource implements SequenceSource {
  private final TableSource table;
  private final SequenceSchema schema;
  private final SeriesCut cut;
  private final boolean ahead;

  /**
   * Opens the table.
   *
   * @param ahead whether windows are wanted whose target is not known yet: to predict
   */
  public SeriesSource(SparkSession spark, String input, Settings settings, boolean ahead) {
    this(TableSource.open(spark, input, settings, !ahead), settings, ahead);
  }

  /**
   * Takes the rows of a data set.
   *
   * @param ahead whether windows are wanted whose target is not known yet: to predict
   */
  public SeriesSource(Dataset<Row> data, Settings settings, boolean ahead) {
    this(new TableSource(data, settings, !ahead, false), settings, ahead);
  }

  private SeriesSource(TableSource table, Settings settings, boolean ahead) {
    this.table = table;
    this.schema = table.schema();
    this.ahead = ahead;
    if (schema.symbols()) {
      throw new InputException(
          "features: expected columns of numbers to forecast from; column "
              + schema.columns().name(schema.features()[0])
              + " holds text");
    }
    if (settings.task() == Task.DENSITY && schema.targets().length != 1) {
      throw new InputException(
          "target: expected one column, whose density is learned; found "
              + String.join(", ", schema.names(schema.targets()))
              + ": name one by --target");
    }
    this.cut = new SeriesCut(settings, table.featureSize(), schema.targets().length);
    if (cut.calendarSize() > 0 && schema.order() == SequenceSchema.NONE) {
      throw new InputException(
          "calendar: expected a column of dates; name it by --order-by, or leave calendar out");
    }
  }

  @Override
  public Encoding fit() {
    SeriesCut how = cut;
    Survey survey =
        table.survey(
            table.sequences(table.featureSize()),
            schema.targets().length,
            series -> how.trainingRows(series.steps()));
    Standardizer values = survey.inputs().standardizer();
    int size = values.columns() + cut.calendarSize();
    double[] means = new double[size];
    double[] scales = new double[size];
    Arrays.fill(scales, 1);
    for (int column = 0; column < values.columns(); column++) {
      means[column] = values.mean(column);
      scales[column] = values.scale(column);
    }
    return new Encoding(
        SequenceFormat.forecaster(size, schema.targets().length, Readout.LAST_STEP),
        null,
        null,
        Standardizer.of(means, scales),
        survey.targets().standardizer());
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    return windows(encoding, part);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return windows(encoding, null);
  }

  private JavaRDD<Sequence> windows(Encoding encoding, @Nullable Part part) {
    SeriesCut how = cut;
    boolean future = ahead;
    int expected = encoding.format().inputSize();
    int found = table.featureSize() + cut.calendarSize();
    if (found != expected) {
      throw new InputException(
          "the input has " + found + " features, the network expects " + expected);
    }
    return table
        .sequences(table.featureSize())
        .flatMap(series -> how.windows(series, encoding, part, future));
  }

  /**
   * The first target of a series and the rows of it that one part forecasts; what comes before them
   * is known.
   *
   * @param first first target row
   * @param end the row after the last one
   */
  @SuppressWarnings("ArrayRecordComponent") // compared by nobody
  public record Span(double[] values, int first, int end) {}

  /** How many series there are, and rows of all of them. */
  public record Size(long series, long rows) {}

  /** Counts what {@link #spans} would bring to the driver. */
  public Size size() {
    JavaRDD<RawSequence> all = table.sequences(table.featureSize());
    long[] size =
        TaskFailure.unwrapped(
            () ->
                all.treeAggregate(
                    new long[2],
                    (sums, series) -> new long[] {sums[0] + 1, sums[1] + series.steps()},
                    (sums, others) -> new long[] {sums[0] + others[0], sums[1] + others[1]}));
    return new Size(size[0], size[1]);
  }

  /**
   * All series, brought to the driver, with the rows that a part forecasts; {@link #size} tells
   * whether they have room there.
   *
   * @param part null = all parts
   */
  public List<Span> spans(@Nullable Part part) {
    SeriesCut how = cut;
    JavaRDD<RawSequence> all = table.sequences(table.featureSize());
    List<Object[]> found =
        TaskFailure.unwrapped(() -> all.map(series -> how.span(series, part)).collect());
    List<Span> spans = new ArrayList<>();
    for (Object[] each : found) {
      spans.add(new Span((double[]) each[0], (Integer) each[1], (Integer) each[2]));
    }
    spans.sort((one, other) -> Arrays.compare(one.values(), other.values()));
    return spans;
  }

  @Override
  public String description() {
    return table.description(
        "forecast of "
            + String.join(", ", schema.names(schema.targets()))
            + (cut.calendarSize() > 0 ? "; " + cut.calendarSize() + " calendar inputs" : ""));
  }

  @Override
  public Map<String, Object> settings() {
    return table.resolved();
  }
}
