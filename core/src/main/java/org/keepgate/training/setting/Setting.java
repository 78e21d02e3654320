package org.keepgate.training.setting;

import java.math.BigInteger;
import java.util.Arrays;
import java.util.Collection;
import java.util.EnumMap;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.function.Predicate;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/**
 * One thing that a user may set: its name, sentence, type, bound and default, declared here and
 * nowhere else. Immutable; the verbs that refine a setting return another one.
 *
 * @param <T> type of its values
 */
public final class Setting<T> {
  private static final Pattern NUMBER = // Double.valueOf alone also takes 1d, 0x1p3 and NaN
      Pattern.compile("[+-]?(\\d+\\.?\\d*|\\.\\d+)([eE][+-]?\\d+)?");

  private static final Pattern WHOLE = Pattern.compile("[+-]?\\d+");

  private final String name;
  private final String sentence;
  private final String expected; // "a whole number of at least 1"
  private final Function<String, @Nullable T> reader; // null: not of the type
  private final Predicate<T> bound;
  private final Map<Task, T> defaults; // a task that is not in it has no default
  private final String unsetWords; // what happens when there is no default
  private final Set<Task> tasks;

  private Setting(
      String name,
      String sentence,
      String expected,
      Function<String, @Nullable T> reader,
      Predicate<T> bound,
      Map<Task, T> defaults,
      String unsetWords,
      Set<Task> tasks) {
    this.name = name;
    this.sentence = sentence;
    this.expected = expected;
    this.reader = reader;
    this.bound = bound;
    this.defaults = defaults;
    this.unsetWords = unsetWords;
    this.tasks = tasks;
  }

  private static <T> Setting<T> declare(
      String name, String sentence, String expected, Function<String, @Nullable T> reader) {
    return new Setting<>(
        name, sentence, expected, reader, value -> true, Map.of(), "", EnumSet.allOf(Task.class));
  }

  /** A whole number of at least {@code least}. */
  public static Setting<Integer> integer(String name, String sentence, int least) {
    return integer(name, sentence, least, Integer.MAX_VALUE);
  }

  /**
   * A whole number of at least {@code least} and, so that memory can hold it, at most the other.
   */
  public static Setting<Integer> integer(String name, String sentence, int least, int most) {
    return declare(
            name,
            sentence,
            "a whole number of at least " + least,
            text -> readInteger(name, most, text))
        .within(value -> value >= least);
  }

  /** Any whole number of 64 bits. */
  public static Setting<Long> seed(String name, String sentence) {
    return declare(name, sentence, "a whole number of 64 bits", Setting::readLong);
  }

  /** A finite number for which {@code bound} holds; {@code boundWords} say the same. */
  public static Setting<Double> real(
      String name, String sentence, String boundWords, Predicate<Double> bound) {
    return declare(name, sentence, "a finite number " + boundWords, Setting::readReal)
        .within(value -> Double.isFinite(value) && bound.test(value));
  }

  /** true or false. */
  public static Setting<Boolean> flag(String name, String sentence) {
    return declare(name, sentence, "true or false", Setting::readFlag);
  }

  /** One of some words. */
  public static Setting<String> choice(String name, String sentence, Collection<String> words) {
    return declare(
        name,
        sentence,
        "one of " + String.join(", ", words),
        text -> words.contains(text) ? text : null);
  }

  /** One of some words, or numbers of at least 0 separated by commas. */
  public static Setting<String> wordOrNumbers(String name, String sentence, List<String> words) {
    return declare(
        name,
        sentence,
        "one of " + String.join(", ", words) + ", or numbers of at least 0 separated by commas",
        text ->
            words.contains(text) || numbers(text).stream().allMatch(Setting::isSize) ? text : null);
  }

  /** What stands between the commas of a text, each null where it is no number. */
  static List<@Nullable Double> numbers(String text) {
    return Arrays.stream(text.split(",", -1)).map(part -> readReal(part.strip())).toList();
  }

  private static boolean isSize(@Nullable Double number) {
    return number != null && number >= 0 && Double.isFinite(number);
  }

  /** Any text that is not empty. */
  public static Setting<String> text(String name, String sentence, String expected) {
    return declare(name, sentence, expected, text -> text.isBlank() ? null : text);
  }

  /** Names separated by commas. */
  public static Setting<List<String>> names(String name, String sentence) {
    return declare(name, sentence, "names separated by commas, each once", Setting::readNames);
  }

  /** Words of a fixed set separated by commas. */
  public static Setting<List<String>> choices(
      String name, String sentence, Collection<String> words) {
    return declare(
            name,
            sentence,
            "some of " + String.join(", ", words) + ", separated by commas, each once",
            Setting::readNames)
        .within(words::containsAll);
  }

  /** This setting with a default for every task that has none yet. */
  public Setting<T> or(T value) {
    Map<Task, T> all = new EnumMap<>(Task.class);
    for (Task task : Task.values()) {
      all.put(task, defaults.getOrDefault(task, value));
    }
    return new Setting<>(name, sentence, expected, reader, bound, all, unsetWords, tasks);
  }

  /** This setting with a default for one task. */
  public Setting<T> by(Task task, T value) {
    Map<Task, T> more = new EnumMap<>(Task.class);
    more.putAll(defaults);
    more.put(task, value);
    return new Setting<>(name, sentence, expected, reader, bound, more, unsetWords, tasks);
  }

  /** This setting with words for what happens when it is not set and has no default. */
  public Setting<T> unset(String words) {
    return new Setting<>(name, sentence, expected, reader, bound, defaults, words, tasks);
  }

  /** This setting, refused for all other tasks. */
  public Setting<T> only(Task first, Task... others) {
    return new Setting<>(
        name, sentence, expected, reader, bound, defaults, unsetWords, EnumSet.of(first, others));
  }

  private Setting<T> within(Predicate<T> claim) {
    return new Setting<>(name, sentence, expected, reader, claim, defaults, unsetWords, tasks);
  }

  public String name() {
    return name;
  }

  /** What it is, in a few words. */
  public String sentence() {
    return sentence;
  }

  /** Type and bound in words. */
  public String expected() {
    return expected;
  }

  /** Whether it has a meaning for a task. */
  public boolean belongsTo(Task task) {
    return tasks.contains(task);
  }

  /** The tasks for which it has a meaning. */
  public Set<Task> tasks() {
    return Set.copyOf(tasks);
  }

  /** The default for a task, or null when there is none or it has no meaning for the task. */
  public @Nullable T defaultFor(Task task) {
    return tasks.contains(task) ? defaults.get(task) : null;
  }

  /** What holds when a user sets nothing, in words: "128", "256 (language-model), else 128". */
  public String defaultWords() {
    List<Task> own = tasks.stream().sorted().toList();
    if (own.stream().noneMatch(defaults::containsKey)) {
      return unsetWords;
    }
    StringBuilder special = new StringBuilder();
    T usual = defaults.keySet().containsAll(own) ? defaults.get(own.get(own.size() - 1)) : null;
    for (Task task : own) {
      T value = defaults.get(task);
      if (value != null && !value.equals(usual)) {
        special.append(written(value)).append(" (").append(task.key()).append("), ");
      }
    }
    String last = usual == null ? unsetWords : written(usual);
    return special.isEmpty() ? last : special + "else " + last;
  }

  /** A value as users write it: whole numbers without a fraction, names with commas. */
  static String written(Object value) {
    if (value instanceof List<?> names) {
      return String.join(",", names.stream().map(String::valueOf).toList());
    }
    if (value instanceof Double number && number == Math.rint(number) && Math.abs(number) < 1e9) {
      return Long.toString(number.longValue());
    }
    return value.toString();
  }

  /**
   * Reads a value.
   *
   * @throws InputException when it is not of the type or outside of the bound
   */
  public T read(String text) {
    T value = reader.apply(text.strip());
    if (value == null || !bound.test(value)) {
      throw new InputException(name + ": expected " + expected + "; found '" + text + "'");
    }
    return value;
  }

  private static @Nullable Integer readInteger(String name, int most, String text) {
    if (!WHOLE.matcher(text).matches()) {
      return null;
    }
    BigInteger value = new BigInteger(text);
    if (value.compareTo(BigInteger.valueOf(most)) > 0) {
      throw new InputException(
          name + ": expected a whole number of at most " + most + "; found '" + text + "'");
    }
    return value.max(BigInteger.valueOf(Integer.MIN_VALUE)).intValue();
  }

  private static @Nullable Long readLong(String text) {
    try {
      return Long.valueOf(text);
    } catch (NumberFormatException e) {
      return null;
    }
  }

  private static @Nullable Double readReal(String text) {
    return NUMBER.matcher(text).matches() ? Double.valueOf(text) : null;
  }

  private static @Nullable Boolean readFlag(String text) {
    return switch (text) {
      case "true" -> true;
      case "false" -> false;
      default -> null;
    };
  }

  private static @Nullable List<String> readNames(String text) {
    List<String> names = Arrays.stream(text.split(",", -1)).map(String::strip).toList();
    return names.stream().anyMatch(String::isEmpty) || Set.copyOf(names).size() < names.size()
        ? null
        : names;
  }

  @Override
  public String toString() {
    return name;
  }
}
