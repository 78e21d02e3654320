package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.param.BooleanParam;
import org.apache.spark.ml.param.DoubleParam;
import org.apache.spark.ml.param.IntParam;
import org.apache.spark.ml.param.LongParam;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.param.Params;
import org.apache.spark.ml.param.StringArrayParam;
import org.keepgate.training.setting.Setting;

/**
 * What the params of all stages rest on: most of them are settings, declared once with name,
 * sentence, bound and default, and known by the same names on the command line. Each names its
 * type: a server of Spark Connect converts by it what clients send.
 *
 * @param <S> the stage itself
 */
public interface StageParams<S> extends Params {

  /**
   * Sets a param by its name.
   *
   * @throws IllegalArgumentException when the value is out of its bound
   */
  @SuppressWarnings("unchecked") // S is the stage itself
  default S with(String param, Object value) {
    set(param, value);
    return (S) this;
  }

  /** Sets the param of a setting. */
  default <T> S with(Setting<T> setting, T value) {
    return with(setting.name(), SettingBound.asParam(value));
  }

  /**
   * The value of a setting's param, or its default.
   *
   * @throws java.util.NoSuchElementException when it is not set and has no default
   */
  @SuppressWarnings("unchecked") // set by with(), which takes a T
  default <T> T valueOf(Setting<T> setting) {
    Object value = getOrDefault(getParam(setting.name()));
    return (T) (value instanceof String[] names ? List.of(names) : value);
  }

  /** The value of a param that names a column. */
  default String columnOf(String param) {
    return String.valueOf(getOrDefault(getParam(param)));
  }

  /** The param of a whole number. */
  default IntParam integerParam(Setting<Integer> setting) {
    return new IntParam(
        uid(), setting.name(), SettingBound.words(setting), new SettingBound<>(setting));
  }

  /** The param of a whole number of 64 bits. */
  default LongParam longParam(Setting<Long> setting) {
    return new LongParam(
        uid(), setting.name(), SettingBound.words(setting), new SettingBound<>(setting));
  }

  /** The param of a number. */
  default DoubleParam realParam(Setting<Double> setting) {
    return new DoubleParam(
        uid(), setting.name(), SettingBound.words(setting), new SettingBound<>(setting));
  }

  /** The param that is true or false. */
  default BooleanParam flagParam(Setting<Boolean> setting) {
    return new BooleanParam(uid(), setting.name(), SettingBound.words(setting));
  }

  /** The param of a word. */
  default Param<String> textParam(Setting<String> setting) {
    return new Param<>(
        uid(),
        setting.name(),
        SettingBound.words(setting),
        new SettingBound<>(setting),
        String.class);
  }

  /** The param of several words. */
  default StringArrayParam namesParam(Setting<List<String>> setting) {
    return new StringArrayParam(
        this, setting.name(), SettingBound.words(setting), new SettingBound<>(setting));
  }

  /** The param that names a column to read. */
  default Param<String> inputColumn(String name, String sentence) {
    return new Param<>(uid(), name, sentence, new ColumnBound(name), String.class);
  }

  /**
   * The param that names a column to read, or none.
   *
   * @param none what it means where it is empty
   */
  default Param<String> optionalColumn(String name, String sentence, String none) {
    return new Param<>(uid(), name, sentence + "; empty = " + none, String.class);
  }

  /** The param that names a column to write. */
  default Param<String> outputColumn(String name, String sentence) {
    return optionalColumn(name, sentence, "not written");
  }
}
