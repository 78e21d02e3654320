package org.keepgate.training.setting;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;

/** What a user has set for one task, and the defaults of everything else. Immutable. */
public final class Settings {
  private final SettingCatalog catalog;
  private final Task task;
  private final Map<String, Object> given;

  private Settings(SettingCatalog catalog, Task task, Map<String, Object> given) {
    this.catalog = catalog;
    this.task = task;
    this.given = given;
  }

  /** Nothing set yet. */
  public static Settings defaults(SettingCatalog catalog, Task task) {
    return new Settings(catalog, task, Map.of());
  }

  /**
   * These settings with one more, or another value for it.
   *
   * @throws InputException when the name is unknown, belongs to other tasks only, or the value is
   *     not what is expected
   */
  public Settings with(String name, String value) {
    Setting<?> setting = catalog.find(name);
    if (!setting.belongsTo(task)) {
      throw new InputException(
          name
              + ": belongs to "
              + String.join(", ", setting.tasks().stream().sorted().map(Task::key).toList())
              + "; the task is "
              + task.key()
              + ": leave it out");
    }
    Map<String, Object> more = new LinkedHashMap<>(given);
    more.put(name, setting.read(value));
    return new Settings(catalog, task, more);
  }

  /** These settings with one more of {@code key=value}. */
  public Settings withAssignment(String assignment) {
    int equals = assignment.indexOf('=');
    if (equals <= 0) {
      throw new InputException(
          "--set: expected key=value; found '"
              + assignment
              + "', for example --set hiddenSize=256");
    }
    return with(assignment.substring(0, equals).strip(), assignment.substring(equals + 1));
  }

  /** These settings with values that {@link #all} has given, once read from a file again. */
  public Settings withAll(Map<String, ?> values) {
    Settings result = this;
    for (Map.Entry<String, ?> entry : values.entrySet()) {
      result = result.with(entry.getKey(), Setting.written(entry.getValue()));
    }
    return result;
  }

  /**
   * These settings with those of a configuration file: one JSON object of names and values. Its
   * {@code task}, if it names one, must be the task of these settings.
   *
   * @param source name of the file, for messages
   */
  public Settings withJson(String json, String source) {
    JsonNode root = parse(json, source);
    if (!root.isObject()) {
      throw new InputException(
          source + ": expected one JSON object of names and values; found " + JsonFault.kind(root));
    }
    Settings result = this;
    for (Map.Entry<String, JsonNode> field : root.properties()) {
      try {
        result = result.withJsonField(field.getKey(), field.getValue());
      } catch (InputException e) {
        throw new InputException(source + ": " + e.getMessage(), e);
      }
    }
    return result;
  }

  private static JsonNode parse(String json, String source) {
    try {
      return JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .readTree(json);
    } catch (JsonProcessingException e) {
      throw new InputException(
          source
              + (e.getLocation() == null ? "" : ", line " + e.getLocation().getLineNr())
              + ": expected JSON; "
              + JsonFault.describe(e),
          e);
    }
  }

  private Settings withJsonField(String name, JsonNode value) {
    if (name.equals("task")) {
      if (!value.asText().equals(task.key())) {
        throw new InputException(
            "task: this configuration is for '"
                + value.asText()
                + "', the task is "
                + task.key()
                + "; give the configuration of this task");
      }
      return this;
    }
    if (value.isArray()) {
      List<String> parts = new ArrayList<>();
      value.forEach(part -> parts.add(part.asText()));
      return with(name, String.join(",", parts));
    }
    if (!value.isValueNode() || value.isNull()) {
      Setting<?> setting = catalog.find(name);
      throw new InputException(
          name + ": expected " + setting.expected() + "; found " + shortened(value.toString()));
    }
    return with(name, value.asText());
  }

  private static String shortened(String text) {
    return text.length() <= 40 ? text : text.substring(0, 40) + "…";
  }

  public Task task() {
    return task;
  }

  /** Whether the user has set it. */
  public boolean isSet(Setting<?> setting) {
    return given.containsKey(setting.name());
  }

  /** The value: what the user has set, or the task's default. */
  public <T> T get(Setting<T> setting) {
    T value = find(setting);
    if (value == null) {
      throw new IllegalStateException(setting.name() + " is not set and has no default");
    }
    return value;
  }

  /** The value, or null when it is not set and has no default. */
  @SuppressWarnings("unchecked") // put there by with(), read by this very setting
  public <T> @Nullable T find(Setting<T> setting) {
    Object value = given.get(setting.name());
    return value == null ? setting.defaultFor(task) : (T) value;
  }

  /** The constant that a choice of {@link Keyed} names stands for. */
  <E extends Enum<E> & Keyed> E constant(Setting<String> setting, Class<E> type) {
    return Keyed.of(type, setting.name(), get(setting));
  }

  /** What the user has set, by name. */
  public Map<String, Object> given() {
    return new LinkedHashMap<>(given);
  }

  /** Everything that holds for the task, by name: set or default. */
  public Map<String, Object> all() {
    Map<String, Object> all = new LinkedHashMap<>();
    for (Setting<?> setting : catalog.settings()) {
      Object value = setting.belongsTo(task) ? find(setting) : null;
      if (value != null) {
        all.put(setting.name(), value);
      }
    }
    return all;
  }
}
