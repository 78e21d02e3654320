package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** What differs between two networks or two options, in the words by which users set them. */
final class OptionDifferences {

  /** Where a file has another name than the setting, or what no setting but the data decide. */
  private static final Map<String, String> WORDS =
      Map.ofEntries(
          Map.entry("minimumDelta", "tol"),
          Map.entry("weightDecay", "regParam"),
          Map.entry("clipGradient", "clipOutputGradient"),
          Map.entry("kind", "the kind of output"),
          Map.entry("bias", "the bias of the output"),
          Map.entry("symbolClasses", "the classes of softmax=class-factored"),
          Map.entry("truncatedGradient", "gradient=truncated"),
          Map.entry("symbols", "the input of symbols"),
          Map.entry("inputSize", "the number of inputs (features or symbols)"),
          Map.entry("targetKind", "the kind of targets"),
          Map.entry("readout", "where targets are read"),
          Map.entry("outputSize", "the number of outputs (values or classes)"));

  private final Set<String> free;
  private final List<String> differences;

  /**
   * Differences but for those that do no harm.
   *
   * @param free names of fields that may differ
   * @param differences to which a clause is added for each that may not
   */
  OptionDifferences(Set<String> free, List<String> differences) {
    this.free = free;
    this.differences = differences;
  }

  /** Adds a clause for each field of {@code saved} of which {@code now} has another value. */
  void compare(ObjectNode saved, ObjectNode now) {
    for (Map.Entry<String, JsonNode> field : saved.properties()) {
      String name = field.getKey();
      JsonNode value = field.getValue();
      JsonNode other = now.get(name);
      if (value instanceof ObjectNode inner) {
        if (other instanceof ObjectNode innerNow) { // else the cell differs, and is named
          compare(inner, innerNow);
        }
      } else if (!free.contains(name) && !value.equals(other)) {
        differences.add(word(name) + " was " + written(value) + ", is " + written(other) + " now");
      }
    }
  }

  /** What users call a field. */
  static String word(String name) {
    return WORDS.getOrDefault(name, name);
  }

  /** As users write it: lstm-peephole, glorot-uniform, 3. */
  private static String written(@Nullable JsonNode value) {
    if (value == null || value.isNull()) {
      return "not there";
    }
    if (!value.isTextual()) {
      return value.toString();
    }
    String text = value.asText();
    return text.equals(text.toUpperCase(Locale.ROOT))
        ? text.toLowerCase(Locale.ROOT).replace('_', '-')
        : text;
  }
}
