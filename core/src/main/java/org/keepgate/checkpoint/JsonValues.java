package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * A task's own settings as JSON: texts, whole numbers, other numbers, true and false, lists and
 * maps of these. No class is ever named by a file.
 */
final class JsonValues {
  private JsonValues() {}

  /** The map as an object, sorted by key, so that equal maps give the same bytes. */
  static ObjectNode toJson(Map<String, ?> values) {
    ObjectNode json = JsonFields.object();
    new TreeMap<>(values).forEach((key, value) -> json.set(key, node(key, value)));
    return json;
  }

  /** The object as an unmodifiable map: {@code String, Boolean, Long, Double, List, Map}. */
  static Map<String, Object> fromJson(JsonFields fields) {
    Map<String, Object> values = new LinkedHashMap<>();
    for (String name : fields.names()) {
      values.put(name, value(fields, name, fields.node().path(name)));
    }
    return Collections.unmodifiableMap(values);
  }

  private static JsonNode node(String key, Object value) {
    JsonNodeFactory nodes = JsonNodeFactory.instance;
    if (value instanceof String text) {
      return nodes.textNode(text);
    } else if (value instanceof Boolean flag) {
      return nodes.booleanNode(flag);
    } else if (value instanceof Integer || value instanceof Long) {
      return nodes.numberNode(((Number) value).longValue());
    } else if (value instanceof Double number && Double.isFinite(number)) {
      return nodes.numberNode(number);
    } else if (value instanceof List<?> list) {
      ArrayNode array = nodes.arrayNode();
      list.forEach(element -> array.add(node(key, element)));
      return array;
    } else if (value instanceof Map<?, ?> map) {
      Map<String, Object> texts = new TreeMap<>();
      map.forEach((name, element) -> texts.put(String.valueOf(name), element));
      return toJson(texts);
    }
    throw new IllegalArgumentException(
        "setting "
            + key
            + " is "
            + value
            + ", expected a text, a finite number, true, false, a list or a map");
  }

  private static Object value(JsonFields fields, String name, JsonNode node) {
    if (node.isTextual()) {
      return node.textValue();
    } else if (node.isBoolean()) {
      return node.booleanValue();
    } else if (node.isIntegralNumber() && node.canConvertToLong()) {
      return node.longValue();
    } else if (node.isNumber()) {
      return node.doubleValue();
    } else if (node.isArray()) {
      List<Object> list = new ArrayList<>();
      node.forEach(element -> list.add(value(fields, name, element)));
      return Collections.unmodifiableList(list);
    } else if (node.isObject()) {
      Map<String, Object> map = new LinkedHashMap<>();
      node.properties().forEach(e -> map.put(e.getKey(), value(fields, name, e.getValue())));
      return Collections.unmodifiableMap(map);
    }
    throw fields.refused(name, "a text, a number, true, false, a list or an object");
  }
}
