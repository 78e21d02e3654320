package org.keepgate.training.setting;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.io.JsonEOFException;
import com.fasterxml.jackson.databind.JsonNode;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * What is wrong with a text that should be JSON, in words: the parser's own speak to programmers.
 */
public final class JsonFault {
  private static final Pattern DUPLICATE =
      Pattern.compile("Duplicate field '(.*)'", Pattern.DOTALL);

  private JsonFault() {}

  /** What a value is, found where something else was expected. */
  public static String kind(JsonNode value) {
    return switch (value.getNodeType()) {
      case ARRAY -> "an array";
      case OBJECT -> "an object";
      case STRING -> "a text";
      case NUMBER -> "a number";
      case BOOLEAN -> value.asText();
      case NULL -> "null";
      default -> "nothing";
    };
  }

  /** The fault as it follows "expected JSON; ". */
  public static String describe(JsonProcessingException e) {
    String message = String.valueOf(e.getOriginalMessage());
    Matcher duplicate = DUPLICATE.matcher(message);
    if (duplicate.matches()) {
      return "the name '" + duplicate.group(1) + "' stands there twice: leave one of them out";
    }
    if (e instanceof JsonEOFException) {
      return "it ends too early";
    }
    if (message.startsWith("Trailing token")) {
      return "something follows after its end";
    }
    return e.getLocation() == null
        ? "found something else"
        : "found something else at column " + e.getLocation().getColumnNr();
  }
}
