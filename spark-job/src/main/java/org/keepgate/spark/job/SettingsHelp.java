package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Task;

/** All settings with their defaults, as a table of at most 100 columns. */
final class SettingsHelp {
  private static final int NAME = 28;
  private static final int DEFAULT = 22;
  private static final int WORDS = 49;

  private SettingsHelp() {}

  /** The table, group by group. */
  static String of(SettingCatalog catalog) {
    StringBuilder text = new StringBuilder();
    for (SettingCatalog.Group group : catalog.groups()) {
      text.append('\n');
      addLine(text, group.title() + ", --set key=value", "default", "");
      group.settings().forEach(setting -> add(text, setting));
    }
    return text.toString();
  }

  private static void add(StringBuilder text, Setting<?> setting) {
    List<String> usual = wrapped(setting.defaultWords(), DEFAULT - 1);
    List<String> words =
        wrapped(setting.sentence() + ": " + setting.expected() + tasks(setting), WORDS);
    for (int line = 0; line < Math.max(usual.size(), words.size()); line++) {
      addLine(
          text,
          line == 0 ? "  " + setting.name() : "",
          line < usual.size() ? usual.get(line) : "",
          line < words.size() ? words.get(line) : "");
    }
  }

  private static void addLine(StringBuilder text, String name, String usual, String words) {
    String row = String.format("%-" + NAME + "s%-" + DEFAULT + "s%s", name, usual, words);
    text.append(row.stripTrailing()).append('\n');
  }

  private static String tasks(Setting<?> setting) {
    if (setting.tasks().size() == Task.values().length) {
      return "";
    }
    return setting.tasks().stream()
        .sorted()
        .map(Task::key)
        .collect(Collectors.joining(", ", " (", ")"));
  }

  /** Words in lines of at most {@code width}. */
  static List<String> wrapped(String text, int width) {
    List<String> lines = new ArrayList<>();
    StringBuilder line = new StringBuilder();
    for (String word : text.split(" ", -1)) {
      if (!line.isEmpty() && line.length() + 1 + word.length() > width) {
        lines.add(line.toString());
        line.setLength(0);
      }
      line.append(line.isEmpty() ? "" : " ").append(word);
    }
    lines.add(line.toString());
    return lines;
  }
}
