package org.keepgate.sequence;

import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.Stream;

/** One of a few constants, by the name that users write and files hold. */
public interface Keyed {

  /** Its name. */
  String key();

  /** The names of all constants, in order. */
  static <E extends Enum<E> & Keyed> List<String> keys(Class<E> type) {
    return constants(type).map(Keyed::key).toList();
  }

  /** The constant of a name, if there is one. */
  static <E extends Enum<E> & Keyed> Optional<E> find(Class<E> type, String key) {
    return constants(type).filter(constant -> constant.key().equals(key)).findFirst();
  }

  /**
   * The constant of a name.
   *
   * @param option what the name was given to
   * @throws IllegalArgumentException with the sentence of {@link #unknown} when there is none
   */
  static <E extends Enum<E> & Keyed> E of(Class<E> type, String option, String key) {
    return find(type, key)
        .orElseThrow(() -> new IllegalArgumentException(unknown(type, option, key)));
  }

  /** What to say of a name that no constant has. */
  static <E extends Enum<E> & Keyed> String unknown(Class<E> type, String option, String key) {
    return option + ": expected one of " + String.join(", ", keys(type)) + "; found '" + key + "'";
  }

  private static <E extends Enum<E> & Keyed> Stream<E> constants(Class<E> type) {
    return Arrays.stream(type.getEnumConstants());
  }
}
