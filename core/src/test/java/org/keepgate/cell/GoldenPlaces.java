package org.keepgate.cell;

import java.util.Optional;
import org.keepgate.cell.CellVector.Element;
import org.keepgate.cell.GoldenVector.Place;

/** Where the matrices of the golden vectors, one a gate, stand in the matrices of a layer. */
final class GoldenPlaces {
  private GoldenPlaces() {}

  /**
   * Of an LSTM.
   *
   * @param gates the gates of the cell in the order of its columns, c for the candidate
   * @param peepholes the gates with peepholes in the order of their rows
   */
  static Place lstm(String gates, String peepholes) {
    return (name, row, column) -> {
      String gate = name.substring(name.length() - 1);
      int block = gates.indexOf(gate);
      if (name.startsWith("p_")) {
        int index = peepholes.indexOf(gate);
        return index < 0 ? Optional.empty() : Optional.of(new Element("peepholes", index, column));
      }
      return block < 0 ? Optional.empty() : Optional.of(inBlock(name, 2 * block, row, column));
    };
  }

  private static Element inBlock(String name, int first, int row, int column) {
    if (name.startsWith("Wx")) {
      return new Element("inputWeights", first + row, column);
    }
    return name.startsWith("Wh")
        ? new Element("recurrentWeights", first + row, column)
        : new Element("bias", 0, first + column);
  }

  /** Of a GRU. */
  static Place gru(boolean resetAfter) {
    return (name, row, column) -> {
      int first = 2 * "rzn".indexOf(name.substring(name.length() - 1));
      if (name.equals("bh_n") && resetAfter) {
        return Optional.of(new Element("recurrentBias", 0, column));
      }
      if (name.equals("Wh_n") && !resetAfter) {
        return Optional.of(new Element("candidateWeights", row, column));
      }
      return Optional.of(inBlock(name, first, row, column));
    };
  }

  /** Of the layer-normalised LSTM, whose vector has rows f i o g. */
  static Place layerNormLstm() {
    return (name, row, column) -> {
      int index = name.equals("b") ? column : row;
      int ours = 3 * "ifgo".indexOf("fiog".charAt(index / 3)) + index % 3;
      return Optional.of(
          switch (name) {
            case "Wx" -> new Element("inputWeights", ours, column);
            case "Wh" -> new Element("recurrentWeights", ours, column);
            default -> new Element("bias", 0, ours);
          });
    };
  }
}
