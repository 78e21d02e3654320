package org.keepgate.cell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.IntStream;
import java.util.stream.StreamSupport;

/**
 * An entry of oracle_vectors.json, in our own matrices: p_k = 0.7 sin(k² + 1), a gain 1 + p_k;
 * state at first 0.4 cos(2k + 1); loss Σ h²/2 + cos(j + t) h, which is ½ Σ (h + cos(j + t))² but
 * for a constant.
 */
final class OracleVector extends CellVector {
  OracleVector(String name) {
    super("oracle_vectors.json", name, 3);
  }

  @Override
  Optional<Element> place(String matrix, int row, int column) {
    return Optional.of(new Element(matrix, row, column));
  }

  @Override
  double parameter(int k, String matrix) {
    return 0.7 * StrictMath.sin((double) k * k + 1) + (matrix.endsWith("Gain") ? 1 : 0);
  }

  @Override
  double target(int t, int j) {
    return -StrictMath.cos(j + t);
  }

  @Override
  double[] initialState() {
    int size =
        StreamSupport.stream(vector.get("state").spliterator(), false)
            .mapToInt(JsonNode::asInt)
            .sum();
    return IntStream.range(0, size).mapToDouble(k -> 0.4 * StrictMath.cos(2.0 * k + 1)).toArray();
  }

  @Override
  double loss() {
    double squares = 0;
    for (int t = 0; t < vector.get("h").size(); t++) {
      for (int j = 0; j < hiddenSize; j++) {
        squares += target(t, j) * target(t, j);
      }
    }
    return vector.get("loss").asDouble() + squares / 2;
  }
}
