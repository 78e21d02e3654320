package org.keepgate.spark.ml;

import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.StringArrayParam;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.training.setting.Settings;

/**
 * What forecasters and their models read: rows that are a step each, of one series or of many.
 *
 * @param <S> the stage itself
 */
public interface SeriesParams<S> extends PredictionParams<S> {

  /** The columns that are known of a step, past values of the label among them. */
  default StringArrayParam inputCols() {
    return new StringArrayParam(
        this,
        "inputCols",
        "columns of numbers that are known of each step, the label's own past among them; none ="
            + " all columns of numbers");
  }

  default String[] getInputCols() {
    return (String[]) getOrDefault(getParam("inputCols"));
  }

  default S setInputCols(String... value) {
    return with("inputCols", value);
  }

  /** The column that says which series a row is of. */
  default Param<String> groupCol() {
    return optionalColumn(
        "groupCol", "column of the series that a row is of", "all rows are one series");
  }

  default String getGroupCol() {
    return columnOf("groupCol");
  }

  default S setGroupCol(String value) {
    return with("groupCol", value);
  }

  /** The column by which steps are put in order. */
  default Param<String> timeCol() {
    return inputColumn(
        "timeCol", "column by which the rows of a series are put in order: numbers or dates");
  }

  default String getTimeCol() {
    return columnOf("timeCol");
  }

  default S setTimeCol(String value) {
    return with("timeCol", value);
  }

  /** The settings with the columns of the params, where they are set. */
  default Settings withSeriesColumns(Settings settings) {
    Settings all = settings;
    if (isDefined(getParam("inputCols")) && getInputCols().length > 0) {
      all = all.with(InputSettings.FEATURES.name(), String.join(",", getInputCols()));
    }
    if (isDefined(getParam("timeCol"))) {
      all = all.with(InputSettings.ORDER_BY.name(), getTimeCol());
    }
    if (isDefined(getParam("groupCol")) && !getGroupCol().isEmpty()) {
      all = all.with(InputSettings.GROUP_BY.name(), getGroupCol());
    }
    return all;
  }
}
