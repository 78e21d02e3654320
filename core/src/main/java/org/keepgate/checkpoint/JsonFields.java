package org.keepgate.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.core.util.DefaultIndenter;
import com.fasterxml.jackson.core.util.DefaultPrettyPrinter;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Keyed;
import org.keepgate.training.setting.JsonFault;

/**
 * The fields of one JSON object of a file. Whoever reads asks for a field as what it should be;
 * anything else is refused in one sentence that names the file, the field and the expectation.
 *
 * <p>Numbers that JSON cannot say (NaN and the infinities) are the texts {@code "NaN"}, {@code
 * "Infinity"} and {@code "-Infinity"}; {@link #number(double)} writes them so.
 */
final class JsonFields {
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final String file;
  private final String path; // of this object inside the file, "" for the whole
  private final JsonNode node;

  private JsonFields(String file, String path, JsonNode node) {
    this.file = file;
    this.path = path;
    this.node = node;
  }

  /** Reads a file's bytes, which must be one JSON object. */
  static JsonFields parse(String file, byte[] bytes) throws IOException {
    JsonNode node;
    try {
      node = JSON.readTree(bytes);
    } catch (JsonProcessingException e) {
      int line = e.getLocation() == null ? 1 : e.getLocation().getLineNr();
      throw new InputException(
          file
              + " is not JSON, line "
              + line
              + ": "
              + JsonFault.describe(e)
              + "; it was damaged or edited; copy it anew",
          e);
    }
    if (!node.isObject()) {
      throw new InputException(file + " is not a JSON object");
    }
    return new JsonFields(file, "", node);
  }

  /** A new, empty JSON object. */
  static ObjectNode object() {
    return JSON.createObjectNode();
  }

  /** The object as indented text, the same on every system. */
  static byte[] bytes(ObjectNode object) throws IOException {
    DefaultPrettyPrinter printer =
        new DefaultPrettyPrinter().withObjectIndenter(new DefaultIndenter("  ", "\n"));
    String text = JSON.writer(printer).writeValueAsString(object);
    return (text + "\n").getBytes(StandardCharsets.UTF_8);
  }

  /** A number, or the text that stands for one that JSON cannot say. */
  static JsonNode number(double value) {
    return Double.isFinite(value)
        ? JSON.getNodeFactory().numberNode(value)
        : JSON.getNodeFactory().textNode(Double.toString(value));
  }

  /** Numbers in order. */
  static ArrayNode numbers(double[] values) {
    ArrayNode array = JSON.createArrayNode();
    for (double value : values) {
      array.add(number(value));
    }
    return array;
  }

  JsonNode node() {
    return node;
  }

  boolean has(String name) {
    return node.hasNonNull(name);
  }

  int integer(String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToInt()) {
      throw refused(name, "an integer");
    }
    return value.intValue();
  }

  long longInteger(String name) {
    JsonNode value = node.path(name);
    if (!value.isIntegralNumber() || !value.canConvertToLong()) {
      throw refused(name, "an integer");
    }
    return value.longValue();
  }

  double number(String name) {
    Double value = asNumber(node.path(name));
    if (value == null) {
      throw refused(name, "a number");
    }
    return value;
  }

  /** A field that younger files have; older ones mean {@code absent}. */
  double number(String name, double absent) {
    return node.has(name) ? number(name) : absent;
  }

  double[] numbers(String name) {
    List<Double> values = list(name, "numbers", JsonFields::asNumber);
    return values.stream().mapToDouble(Double::doubleValue).toArray();
  }

  List<Integer> integers(String name) {
    return list(
        name, "integers", value -> value.canConvertToExactIntegral() ? value.intValue() : null);
  }

  boolean flag(String name) {
    JsonNode value = node.path(name);
    if (!value.isBoolean()) {
      throw refused(name, "true or false");
    }
    return value.booleanValue();
  }

  /** A field that younger files have; older ones mean {@code absent}. */
  boolean flag(String name, boolean absent) {
    return node.has(name) ? flag(name) : absent;
  }

  String text(String name) {
    JsonNode value = node.path(name);
    if (!value.isTextual()) {
      throw refused(name, "a text");
    }
    return value.textValue();
  }

  /** A field that younger files have; older ones mean {@code absent}. */
  <E extends Enum<E>> E constant(String name, Class<E> type, E absent) {
    return node.has(name) ? constant(name, type) : absent;
  }

  List<String> texts(String name) {
    return list(name, "texts", value -> value.isTextual() ? value.textValue() : null);
  }

  <E extends Enum<E>> E constant(String name, Class<E> type) {
    for (E constant : type.getEnumConstants()) {
      if (constant.name().equals(text(name))) {
        return constant;
      }
    }
    throw refused(name, "one of " + List.of(type.getEnumConstants()));
  }

  /** A constant by its name for users. */
  <E extends Enum<E> & Keyed> E keyed(String name, Class<E> type) {
    return Keyed.find(type, text(name))
        .orElseThrow(() -> refused(name, "one of " + String.join(", ", Keyed.keys(type))));
  }

  JsonFields object(String name) {
    JsonNode value = node.path(name);
    if (!value.isObject()) {
      throw refused(name, "an object");
    }
    return new JsonFields(file, pathOf(name), value);
  }

  List<JsonFields> objects(String name) {
    int[] index = {0};
    return list(
        name,
        "objects",
        value -> {
          String path = pathOf(name) + "[" + index[0]++ + "]";
          return value.isObject() ? new JsonFields(file, path, value) : null;
        });
  }

  /** Names of this object's fields, in the file's order. */
  List<String> names() {
    List<String> names = new ArrayList<>();
    node.fieldNames().forEachRemaining(names::add);
    return names;
  }

  /** What is made of the fields; arguments that are refused are the file's fault. */
  <T> T build(Supplier<T> maker) {
    try {
      return maker.get();
    } catch (IllegalArgumentException e) {
      throw new InputException(
          file
              + " cannot be used"
              + (path.isEmpty() ? "" : " (" + path + ")")
              + ": "
              + e.getMessage(),
          e);
    }
  }

  /** The sentence that refuses a field. */
  InputException refused(String name, String expected) {
    JsonNode value = node.path(name);
    String found = value.isMissingNode() ? "is missing" : "is " + shortened(value.toString());
    return new InputException(file + ": " + pathOf(name) + " " + found + ", expected " + expected);
  }

  private <T> List<T> list(String name, String expected, Function<JsonNode, @Nullable T> reader) {
    JsonNode array = node.path(name);
    if (!array.isArray()) {
      throw refused(name, "a list of " + expected);
    }
    List<T> values = new ArrayList<>(array.size());
    for (JsonNode element : array) {
      T value = reader.apply(element);
      if (value == null) {
        throw new InputException(
            file
                + ": "
                + pathOf(name)
                + " holds "
                + shortened(element.toString())
                + ", expected a list of "
                + expected);
      }
      values.add(value);
    }
    return values;
  }

  private static @Nullable Double asNumber(JsonNode value) {
    if (value.isNumber()) {
      return value.doubleValue();
    }
    return switch (value.asText()) {
      case "NaN" -> Double.NaN;
      case "Infinity" -> Double.POSITIVE_INFINITY;
      case "-Infinity" -> Double.NEGATIVE_INFINITY;
      default -> null;
    };
  }

  private String pathOf(String name) {
    return path.isEmpty() ? name : path + "." + name;
  }

  private static String shortened(String text) {
    return text.length() <= 60 ? text : text.substring(0, 57) + "...";
  }
}
