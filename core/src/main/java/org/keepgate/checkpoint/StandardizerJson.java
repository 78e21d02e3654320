package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Standardizer;

/** The standardizers of inputs and targets as one JSON object; either may be missing. */
final class StandardizerJson {
  private static final String INPUT = "input";
  private static final String TARGET = "target";

  private StandardizerJson() {}

  static ObjectNode toJson(@Nullable Standardizer input, @Nullable Standardizer target) {
    ObjectNode json = JsonFields.object();
    put(json, INPUT, input);
    put(json, TARGET, target);
    return json;
  }

  static @Nullable Standardizer input(@Nullable JsonFields json) {
    return get(json, INPUT);
  }

  static @Nullable Standardizer target(@Nullable JsonFields json) {
    return get(json, TARGET);
  }

  private static void put(ObjectNode json, String name, @Nullable Standardizer standardizer) {
    if (standardizer == null) {
      return;
    }
    double[] means =
        IntStream.range(0, standardizer.columns()).mapToDouble(standardizer::mean).toArray();
    double[] scales =
        IntStream.range(0, standardizer.columns()).mapToDouble(standardizer::scale).toArray();
    ObjectNode columns = json.putObject(name);
    columns.set("means", JsonFields.numbers(means));
    columns.set("scales", JsonFields.numbers(scales));
  }

  private static @Nullable Standardizer get(@Nullable JsonFields json, String name) {
    if (json == null || !json.has(name)) {
      return null;
    }
    JsonFields columns = json.object(name);
    return columns.build(
        () -> Standardizer.of(columns.numbers("means"), columns.numbers("scales")));
  }
}
