package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("The name of a parameter")
class ParameterNamesTest {

  @ParameterizedTest(name = "{0} {1} [{2}, {3}]")
  @CsvSource(
      delimiter = '|',
      value = {
        "lstm|layers.0.forward.recurrentWeights|5|3|[5, 3] (forget gate, unit 1)",
        "lstm|layers.0.forward.bias|0|15|[15] (output gate, unit 3)",
        "lstm-peephole|layers.0.forward.peepholes|2|1|[2, 1] (output gate, unit 1)",
        "no-forget-gate|layers.0.forward.peepholes|1|2|[1, 2] (output gate, unit 2)",
        "no-input-gate|layers.0.forward.inputWeights|4|1|[4, 1] (candidate, unit 0)",
        "full-gate-recurrence|layers.0.forward.outputGateWeights|2|7|[2, 7] (output gate, unit 2)",
        "gru|layers.0.forward.candidateWeights|1|3|[1, 3] (candidate, unit 1)",
        "gru-reset-after|layers.0.forward.recurrentWeights|9|3|[9, 3] (candidate, unit 1)",
        "mut1|layers.0.forward.recurrentWeights|2|0|[2, 0] (reset gate, unit 2)",
        "mut1|layers.0.forward.candidateWeights|2|0|[2, 0] (candidate, unit 2)",
        "layer-norm-lstm|layers.0.forward.recurrentGain|0|6|[6] (forget gate, unit 2)",
        "layer-norm-lstm|layers.0.forward.cellGain|0|2|[2] (unit 2)",
        "rnn|layers.0.forward.recurrentWeights|2|0|[2, 0] (unit 2)",
        "lstm|head.weights|1|2|[1, 2]",
      })
  @DisplayName("has its view, its place in the file's tensor, its gate and its unit")
  void hasGateAndUnit(String cell, String view, int row, int column, String end) {
    NetworkSpec spec = NetworkSpec.of(SequenceFormat.languageModel(6), cell, 4);
    ParameterView found = spec.layout().view(view);
    assertEquals(view + end, new ParameterNames(spec).of(found.index(row, column)));
  }

  @Test
  @DisplayName("of memory blocks has the gate's block, or the cell")
  void memoryBlocks() {
    NetworkSpec spec = NetworkSpec.of(SequenceFormat.languageModel(6), "lstm-1997", 4);
    ParameterView input = spec.layout().view("layers.0.forward.inputWeights");
    ParameterNames names = new ParameterNames(spec);
    int cells = input.rows() - 4;
    assertEquals(input.name() + "[0, 1] (input gate of block 0)", names.of(input.index(0, 1)));
    assertEquals(
        input.name() + "[" + (cells + 3) + ", 0] (cell 3)", names.of(input.index(cells + 3, 0)));
  }
}
