package org.keepgate.analysis;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.Arrays;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.analysis.GateStatistics.GateOfLayer;
import org.keepgate.cell.CellOptions;
import org.keepgate.cell.MemoryBlockOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("Gate statistics")
class GateStatisticsTest {
  private static final SequenceFormat TEXT = SequenceFormat.languageModel(2);
  private static final float FAR = 8; // σ is 0.9997 or 0.0003

  @Test
  @DisplayName("of gates set by hand: closed, open, half, and as the symbols say")
  void lstm() {
    NetworkSpec spec = NetworkSpec.of(TEXT, "lstm", 3);
    float[] parameters = new float[spec.layout().size()];
    int bias = spec.layout().view("layers.0.forward.bias").offset(); // i f g o of 3 units each
    parameters[bias] = FAR; // i of unit 0 open
    parameters[bias + 1] = -FAR; // of unit 1 closed
    parameters[bias + 3] = (float) Math.log(9); // f of unit 0: 0.9
    parameters[bias + 4] = FAR;
    var input = spec.layout().view("layers.0.forward.inputWeights");
    parameters[input.index(3 * 3 + 2, 0)] = -FAR; // o of unit 2 is closed at symbol 0,
    parameters[input.index(3 * 3 + 2, 1)] = FAR; // open at symbol 1
    GateStatistics found = Looks.gates(spec, parameters, share(0, 1, 0, 0, 1, 1, 0, 0, 0), 2);
    assertEquals(8, found.steps());
    assertEquals(
        List.of("input gate", "forget gate", "output gate"),
        found.gates().stream().map(GateOfLayer::name).toList());
    GateOfLayer i = found.gates().get(0);
    assertEquals(List.of(0), i.openUnits());
    assertEquals(List.of(1), i.closedUnits());
    assertEquals(0, i.left(2) + i.right(2));
    assertEquals(0.5, i.mean(2), 1e-6);
    GateOfLayer f = found.gates().get(1);
    assertTrue(f.decidesMemory());
    assertEquals(-1 / Math.log(0.9), f.memory(0), 1e-4);
    assertEquals(-1 / Math.log(0.5), f.memory(2), 1e-4);
    assertTrue(f.memory(1) > 2900, "1/0.000335");
    GateOfLayer o = found.gates().get(2);
    assertEquals(5.0 / 8, o.left(2));
    assertEquals(3.0 / 8, o.right(2));
    double[] bars = o.histogram();
    assertEquals(1, Arrays.stream(bars).sum(), 1e-12);
    assertEquals(5.0 / 24, bars[0], 1e-12);
    assertEquals(16.0 / 24, bars[10], 1e-12);
    assertEquals(3.0 / 24, bars[19], 1e-12);
  }

  @Test
  @DisplayName("the share that stays is z of a GRU, 1 − z of mut1, 1 − i of coupled gates")
  void whatStays() {
    for (String cell : List.of("gru", "gru-reset-after", "mut1", "coupled-gates")) {
      NetworkSpec spec = NetworkSpec.of(TEXT, cell, 1);
      float[] parameters = new float[spec.layout().size()];
      var bias = spec.layout().view("layers.0.forward.bias");
      int column = cell.startsWith("gru") ? 1 : 0;
      parameters[bias.offset() + column] = (float) Math.log(4); // 0.8
      double stays = cell.startsWith("gru") ? 0.8 : 0.2;
      List<GateOfLayer> deciding =
          Looks.gates(spec, parameters, share(0, 1, 1, 0), 1).gates().stream()
              .filter(GateOfLayer::decidesMemory)
              .toList();
      assertEquals(1, deciding.size(), cell);
      assertEquals(-1 / Math.log(stays), deciding.get(0).memory(0), 1e-4, cell);
    }
  }

  @Test
  @DisplayName("memory blocks have a gate of each kind a block; two directions have two sets")
  void blocksAndDirections() {
    NetworkSpec blocks =
        NetworkSpec.of(
            TEXT, CellOptions.memoryBlocks(2, MemoryBlockOptions.classic().withCellsPerBlock(2)));
    List<GateOfLayer> gates =
        Looks.gates(blocks, blocks.initialParameters(1), share(0, 1, 1), 1).gates();
    assertEquals(
        List.of("input gate", "output gate"), gates.stream().map(GateOfLayer::name).toList());
    assertEquals(2, gates.get(0).units());
    assertTrue(gates.stream().noneMatch(GateOfLayer::decidesMemory));

    SequenceFormat tags = SequenceFormat.tagger(1, 2);
    NetworkSpec both = NetworkSpec.of(tags, "gru", 2).withLayers(2);
    both = both.withStack(both.stack().withBidirectional(true));
    SequenceBlockBuilder block = SequenceBlock.builder(tags);
    block.add(Sequence.ofFeatures("a", new float[] {1, 2, 3}, 1).withClasses(0, 1, 0));
    SequenceShare share = new SequenceShare(tags, List.of(block.build()));
    assertEquals(8, Looks.gates(both, both.initialParameters(1), share, 1).gates().size());
  }

  @Test
  @DisplayName("plain recurrent units have no gates")
  void refusals() {
    NetworkSpec plain = NetworkSpec.of(TEXT, "rnn", 2);
    assertEquals(
        "cells of kind rnn have no gates: there is nothing to count; their error flow by lag is"
            + " there",
        refusal(plain, share(0, 1)));
  }

  @Test
  @DisplayName("counted in two parts are those of the whole")
  void parts() {
    NetworkSpec spec = NetworkSpec.of(TEXT, "lstm", 3);
    float[] parameters = spec.initialParameters(4);
    int[] first = new int[101];
    int[] second = {0, 1, 1, 0, 1, 0, 1, 1, 1, 0};
    first[50] = 1;
    GateStatistics both = Looks.gates(spec, parameters, share(first), 1);
    both.add(Looks.gates(spec, parameters, share(second), 1));
    GateStatistics whole = Looks.gates(spec, parameters, share(first, second), 1);
    assertEquals(whole.steps(), both.steps());
    for (int i = 0; i < 3; i++) {
      GateOfLayer expected = whole.gates().get(i);
      GateOfLayer found = both.gates().get(i);
      assertArrayEquals(expected.histogram(), found.histogram());
      for (int unit = 0; unit < 3; unit++) {
        assertEquals(expected.right(unit), found.right(unit));
        assertEquals(expected.mean(unit), found.mean(unit), 1e-12);
        if (expected.decidesMemory()) {
          assertEquals(expected.memory(unit), found.memory(unit), 1e-9);
        }
      }
    }
  }

  private static String refusal(NetworkSpec spec, SequenceShare share) {
    return String.valueOf(
        assertThrows(
                InputException.class, () -> Looks.gates(spec, spec.initialParameters(1), share, 1))
            .getMessage());
  }

  private static SequenceShare share(int... symbols) {
    return share(new int[][] {symbols});
  }

  private static SequenceShare share(int[]... texts) {
    SequenceBlockBuilder block = SequenceBlock.builder(TEXT);
    for (int[] text : texts) {
      block.add(Sequence.ofSymbols("text of " + text.length, text));
    }
    return new SequenceShare(TEXT, List.of(block.build()));
  }
}
