package org.keepgate.training.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keepgate.sequence.InputException;

/** All settings that a command knows, in groups, found by name. */
public final class SettingCatalog {

  /**
   * Settings that belong together.
   *
   * @param title heading of the group
   */
  public record Group(String title, List<Setting<?>> settings) {}

  private final List<Group> groups;
  private final Map<String, Setting<?>> byName = new LinkedHashMap<>();

  /**
   * @throws IllegalArgumentException when two settings have the same name
   */
  public SettingCatalog(Group... groups) {
    this.groups = List.of(groups);
    for (Group group : groups) {
      for (Setting<?> setting : group.settings()) {
        if (byName.put(setting.name(), setting) != null) {
          throw new IllegalArgumentException(setting.name() + " is declared twice");
        }
      }
    }
  }

  public List<Group> groups() {
    return groups;
  }

  /** All settings in their order. */
  public List<Setting<?>> settings() {
    return new ArrayList<>(byName.values());
  }

  /**
   * The setting of a name.
   *
   * @throws InputException naming the nearest one when there is none
   */
  public Setting<?> find(String name) {
    Setting<?> setting = byName.get(name);
    if (setting == null) {
      throw new InputException(
          "unknown setting '"
              + name
              + "'; did you mean "
              + nearest(name)
              + "? 'keepgate train --help' lists them all");
    }
    return setting;
  }

  /** The known name that is the fewest changes of letters away. */
  String nearest(String name) {
    String wanted = name.toLowerCase(Locale.ROOT);
    String best = "";
    int bestDistance = Integer.MAX_VALUE;
    for (String known : byName.keySet()) {
      int distance = distance(wanted, known.toLowerCase(Locale.ROOT));
      if (distance < bestDistance) {
        best = known;
        bestDistance = distance;
      }
    }
    return best;
  }

  /** Letters inserted, left out, replaced or swapped with their neighbour to get from a to b. */
  private static int distance(String a, String b) {
    int[] beforePrevious = new int[b.length() + 1];
    int[] previous = new int[b.length() + 1];
    int[] current = new int[b.length() + 1];
    for (int j = 0; j <= b.length(); j++) {
      previous[j] = j;
    }
    for (int i = 1; i <= a.length(); i++) {
      current[0] = i;
      for (int j = 1; j <= b.length(); j++) {
        int replaced = previous[j - 1] + (a.charAt(i - 1) == b.charAt(j - 1) ? 0 : 1);
        current[j] = Math.min(replaced, Math.min(previous[j], current[j - 1]) + 1);
        if (i > 1
            && j > 1
            && a.charAt(i - 1) == b.charAt(j - 2)
            && a.charAt(i - 2) == b.charAt(j - 1)) {
          current[j] = Math.min(current[j], beforePrevious[j - 2] + 1);
        }
      }
      int[] free = beforePrevious;
      beforePrevious = previous;
      previous = current;
      current = free;
    }
    return previous[b.length()];
  }
}
