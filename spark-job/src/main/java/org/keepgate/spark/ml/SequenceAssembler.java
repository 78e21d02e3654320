package org.keepgate.spark.ml;

import static org.apache.spark.sql.functions.array;
import static org.apache.spark.sql.functions.array_distinct;
import static org.apache.spark.sql.functions.array_sort;
import static org.apache.spark.sql.functions.col;
import static org.apache.spark.sql.functions.collect_list;
import static org.apache.spark.sql.functions.concat;
import static org.apache.spark.sql.functions.lag;
import static org.apache.spark.sql.functions.lead;
import static org.apache.spark.sql.functions.lit;
import static org.apache.spark.sql.functions.max_by;
import static org.apache.spark.sql.functions.raise_error;
import static org.apache.spark.sql.functions.row_number;
import static org.apache.spark.sql.functions.size;
import static org.apache.spark.sql.functions.struct;
import static org.apache.spark.sql.functions.when;

import java.util.Arrays;
import java.util.List;
import org.apache.spark.ml.Transformer;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.ParamMap;
import org.apache.spark.ml.param.StringArrayParam;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.DefaultParamsWritable;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.Column;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.expressions.Window;
import org.apache.spark.sql.expressions.WindowSpec;
import org.apache.spark.sql.functions;
import org.apache.spark.sql.types.BooleanType;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.NumericType;
import org.apache.spark.sql.types.StructType;
import org.keepgate.training.setting.Setting;

/**
 * Puts rows that are a step each together to rows that are a sequence each, as the estimators of
 * this package read them: an array of steps, each an array of the input columns.
 *
 * <pre>
 *   window = 0   a sequence for each group: all of its rows in the order of time
 *                columns: groupCol, outputCol, labelCol (of the last row)
 *   window = n   a sequence for each row that has n − 1 rows before it (every stride-th of them):
 *                the n rows up to it. All columns stay; labelCol is that of the row horizon after
 * </pre>
 *
 * <p>Lazy, by Spark SQL alone. Times must differ within a group: two rows of the same time are an
 * error that names the group, when the rows are computed. Values that are null stay null.
 */
public final class SequenceAssembler extends Transformer
    implements StageParams<SequenceAssembler>, DefaultParamsWritable {
  private static final long serialVersionUID = 1L;

  static final Setting<Integer> WINDOW =
      Setting.integer("window", "rows of a sequence; 0 = all rows of a group", 0);
  static final Setting<Integer> STRIDE =
      Setting.integer("stride", "rows from one window to the next", 1);
  static final Setting<Integer> HORIZON =
      Setting.integer("horizon", "rows from the last one of a window to that of its label", 0);

  private final String uid;

  public SequenceAssembler() {
    this(Identifiable.randomUID("sequenceAssembler"));
  }

  public SequenceAssembler(String uid) {
    this.uid = uid;
    setDefault(outputCol(), "features");
    setDefault(groupCol(), "");
    setDefault(labelCol(), "");
    setDefault(window(), 0);
    setDefault(stride(), 1);
    setDefault(horizon(), 0);
  }

  @Override
  public String uid() {
    return uid;
  }

  /** The columns of a step, in their order. */
  public StringArrayParam inputCols() {
    return new StringArrayParam(this, "inputCols", "columns of numbers that a step is made of");
  }

  public String[] getInputCols() {
    return (String[]) getOrDefault(getParam("inputCols"));
  }

  public SequenceAssembler setInputCols(String... value) {
    return with("inputCols", value);
  }

  /** The column that says which series a row is of. */
  public Param<String> groupCol() {
    return optionalColumn(
        "groupCol", "column of the series that a row is of", "all rows are one series");
  }

  public String getGroupCol() {
    return columnOf("groupCol");
  }

  public SequenceAssembler setGroupCol(String value) {
    return with("groupCol", value);
  }

  /** The column by which steps are put in order. */
  public Param<String> timeCol() {
    return inputColumn("timeCol", "column by which the rows of a series are put in order");
  }

  public String getTimeCol() {
    return columnOf("timeCol");
  }

  public SequenceAssembler setTimeCol(String value) {
    return with("timeCol", value);
  }

  /** The column of the label, if there is one. */
  public Param<String> labelCol() {
    return optionalColumn("labelCol", "column of what is to be predicted", "none");
  }

  public String getLabelCol() {
    return columnOf("labelCol");
  }

  public SequenceAssembler setLabelCol(String value) {
    return with("labelCol", value);
  }

  /** The column of sequences. */
  public Param<String> outputCol() {
    return inputColumn("outputCol", "column of sequences, to be added");
  }

  public String getOutputCol() {
    return columnOf("outputCol");
  }

  public SequenceAssembler setOutputCol(String value) {
    return with("outputCol", value);
  }

  /** Rows of a sequence; 0 = all rows of a group. */
  public IntParam window() {
    return integerParam(WINDOW);
  }

  public int getWindow() {
    return valueOf(WINDOW);
  }

  public SequenceAssembler setWindow(int value) {
    return with(WINDOW, value);
  }

  /** Rows from one window to the next. */
  public IntParam stride() {
    return integerParam(STRIDE);
  }

  public int getStride() {
    return valueOf(STRIDE);
  }

  public SequenceAssembler setStride(int value) {
    return with(STRIDE, value);
  }

  /** Rows from the last one of a window to that of its label. */
  public IntParam horizon() {
    return integerParam(HORIZON);
  }

  public int getHorizon() {
    return valueOf(HORIZON);
  }

  public SequenceAssembler setHorizon(int value) {
    return with(HORIZON, value);
  }

  private boolean hasGroups() {
    return !getGroupCol().isEmpty();
  }

  private boolean hasLabel() {
    return !getLabelCol().isEmpty();
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    transformSchema(dataset.schema());
    return getWindow() == 0 ? groups(dataset.toDF()) : windows(dataset.toDF());
  }

  private Dataset<Row> groups(Dataset<Row> rows) {
    Column steps = array_sort(collect_list(struct(col(getTimeCol()).as("t"), step().as("x"))));
    String sorted = uid() + "_steps";
    Column assembled = steps.as(sorted);
    Dataset<Row> grouped =
        hasLabel()
            ? rows.groupBy(getGroupCol())
                .agg(assembled, max_by(col(getLabelCol()), col(getTimeCol())).as(getLabelCol()))
            : rows.groupBy(getGroupCol()).agg(assembled);
    Column times = functions.transform(col(sorted), each -> each.getField("t"));
    Column output =
        when(
                size(times).equalTo(size(array_distinct(times))),
                functions.transform(col(sorted), each -> each.getField("x")))
            .otherwise(raise_error(twice(col(getGroupCol()))));
    Dataset<Row> result = grouped.withColumn(getOutputCol(), output).drop(sorted);
    return hasLabel()
        ? result.select(getGroupCol(), getOutputCol(), getLabelCol())
        : result.select(getGroupCol(), getOutputCol());
  }

  private Dataset<Row> windows(Dataset<Row> rows) {
    int window = getWindow();
    WindowSpec inOrder =
        (hasGroups() ? Window.partitionBy(getGroupCol()) : Window.partitionBy())
            .orderBy(getTimeCol());
    String number = uid() + "_number";
    Column group = hasGroups() ? col(getGroupCol()) : lit("the only one");
    Column sequence = collect_list(step()).over(inOrder.rowsBetween(-(window - 1L), 0));
    Column output =
        when(
                lag(getTimeCol(), 1).over(inOrder).eqNullSafe(col(getTimeCol())),
                raise_error(twice(group)))
            .otherwise(sequence);
    Dataset<Row> numbered =
        rows.withColumn(getOutputCol(), output).withColumn(number, row_number().over(inOrder));
    Column whole = col(number).geq(window);
    if (hasLabel() && getHorizon() > 0) {
      String rest = uid() + "_rest";
      numbered =
          numbered
              .withColumn(rest, lead(lit(1), getHorizon()).over(inOrder))
              .withColumn(getLabelCol(), lead(getLabelCol(), getHorizon()).over(inOrder))
              .where(col(rest).isNotNull())
              .drop(rest);
    }
    return numbered
        .where(whole.and(col(number).minus(window).mod(getStride()).equalTo(0)))
        .drop(number);
  }

  private Column step() {
    return array(
        Arrays.stream(getInputCols())
            .map(name -> col(name).cast(DataTypes.DoubleType))
            .toArray(Column[]::new));
  }

  private Column twice(Column group) {
    return concat(
        lit("timeCol " + getTimeCol() + ": expected different times within a series; found one"),
        lit(" twice in series "),
        group.cast(DataTypes.StringType));
  }

  @Override
  public StructType transformSchema(StructType rows) {
    if (!isSet(getParam("inputCols")) || getInputCols().length == 0) {
      throw new IllegalArgumentException("inputCols: expected names of columns; set them");
    }
    if (!isSet(timeCol())) {
      throw new IllegalArgumentException(
          "timeCol: expected the column that puts steps in order; set it");
    }
    for (String name : getInputCols()) {
      DataType type = require(rows, "inputCols", name);
      if (!(type instanceof NumericType) && !(type instanceof BooleanType)) {
        throw new IllegalArgumentException(
            "inputCols: expected columns of numbers; "
                + name
                + " is of type "
                + type.simpleString());
      }
    }
    require(rows, "timeCol", getTimeCol());
    DataType label = hasLabel() ? require(rows, "labelCol", getLabelCol()) : DataTypes.NullType;
    DataType group = hasGroups() ? require(rows, "groupCol", getGroupCol()) : DataTypes.NullType;
    if (getHorizon() > 0 && (!hasLabel() || getWindow() == 0)) {
      throw new IllegalArgumentException(
          "horizon: expected windows with a label; set window and labelCol, or horizon to 0");
    }
    DataType steps =
        DataTypes.createArrayType(DataTypes.createArrayType(DataTypes.DoubleType, true), true);
    if (getWindow() > 0) {
      return new OutputSchema(rows).and(getOutputCol(), steps).schema();
    }
    if (!hasGroups()) {
      throw new IllegalArgumentException(
          "groupCol: expected the column of the series, as window is 0; set one of them");
    }
    StructType grouped = new StructType().add(getGroupCol(), group).add(getOutputCol(), steps);
    return hasLabel() ? grouped.add(getLabelCol(), label) : grouped;
  }

  private static DataType require(StructType rows, String param, String name) {
    List<String> names = List.of(rows.fieldNames());
    if (!names.contains(name)) {
      throw new IllegalArgumentException(
          param + ": there is no column " + name + "; the columns are " + String.join(", ", names));
    }
    return rows.apply(name).dataType();
  }

  @Override
  public SequenceAssembler copy(ParamMap extra) {
    return defaultCopy(extra);
  }

  /** Reads an assembler that was saved. */
  public static MLReader<SequenceAssembler> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an assembler that was saved. */
  public static SequenceAssembler load(String path) {
    return read().load(path);
  }
}
