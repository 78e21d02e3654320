package org.keepgate.training.setting;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
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
              + NearestName.of(name, byName.keySet())
              + "? 'keepgate train --help' lists them all");
    }
    return setting;
  }
}
