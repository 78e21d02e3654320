package org.keepgate.spark.ml;

import java.io.Serializable;
import java.util.List;
import org.keepgate.sequence.InputException;
import org.keepgate.training.setting.Setting;
import scala.Function1;

/**
 * The bound of a setting as the validator of its param: what is refused is refused with the
 * setting's own sentence.
 *
 * @param <T> type of the param's values
 */
final class SettingBound<T> implements Function1<T, Object>, Serializable {
  private static final long serialVersionUID = 1L;

  private final transient Setting<?> setting; // asked where a value is set, on the driver

  SettingBound(Setting<?> setting) {
    this.setting = setting;
  }

  @Override
  public Object apply(T value) {
    try {
      setting.read(text(value));
      return true;
    } catch (InputException e) {
      throw new IllegalArgumentException(e.getMessage(), e);
    }
  }

  /** What the setting is, its bound and its default, for {@code explainParams}. */
  static String words(Setting<?> setting) {
    return setting.sentence() + "; " + setting.expected();
  }

  /** A setting's value as params hold it: names as an array. */
  static Object asParam(Object value) {
    return value instanceof List<?> names ? names.toArray(new String[0]) : value;
  }

  /** A param's value as a user of the command line writes it. */
  static String text(Object value) {
    return value instanceof String[] names ? String.join(",", names) : String.valueOf(value);
  }
}
