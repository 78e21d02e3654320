package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Vocabulary;

/** A vocabulary as a JSON object: its symbols by number, and which of the special ones it has. */
final class VocabularyJson {
  private VocabularyJson() {}

  static ObjectNode toJson(Vocabulary vocabulary) {
    ObjectNode json = JsonFields.object();
    json.put("hasBoundary", vocabulary.hasBoundary());
    json.put("hasUnknown", vocabulary.hasUnknown());
    ArrayNode symbols = json.putArray("symbols");
    vocabulary.symbols().forEach(symbols::add);
    return json;
  }

  static @Nullable Vocabulary fromJson(@Nullable JsonFields json) {
    if (json == null) {
      return null;
    }
    return json.build(
        () ->
            Vocabulary.of(
                json.texts("symbols"), json.flag("hasBoundary"), json.flag("hasUnknown")));
  }
}
