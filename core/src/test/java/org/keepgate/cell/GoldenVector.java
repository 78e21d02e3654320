package org.keepgate.cell;

import com.fasterxml.jackson.databind.JsonNode;
import java.util.Optional;
import java.util.stream.Stream;
import java.util.stream.StreamSupport;

/** An entry of golden_vectors.json: p_k = 0.5 sin(0.7 (k + 1)), loss ½ Σ h². */
final class GoldenVector extends CellVector {
  /** Where an element of the vector's matrices lives in ours, if anywhere. */
  interface Place {
    Optional<Element> of(String matrix, int row, int column);
  }

  private final Place place;

  GoldenVector(String name, Place place) {
    super("golden_vectors.json", name, 2);
    this.place = place;
  }

  @Override
  Optional<Element> place(String matrix, int row, int column) {
    return place.of(matrix, row, column);
  }

  @Override
  double parameter(int k, String matrix) {
    return 0.5 * StrictMath.sin(0.7 * (k + 1));
  }

  @Override
  double target(int t, int j) {
    return 0;
  }

  @Override
  double[] initialState() {
    return Stream.of("h0", "c0")
        .map(part -> vector.path("init").path(part))
        .flatMap(part -> StreamSupport.stream(part.spliterator(), false))
        .mapToDouble(JsonNode::asDouble)
        .toArray();
  }

  @Override
  double loss() {
    return vector.get("loss").asDouble();
  }
}
