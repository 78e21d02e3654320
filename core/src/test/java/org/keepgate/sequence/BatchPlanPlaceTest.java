package org.keepgate.sequence;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.math.RandomStream;

@DisplayName("The place that a step of a minibatch was read from")
class BatchPlanPlaceTest {

  @ParameterizedTest
  @ValueSource(strings = {"whole sequences", "segments", "a stream"})
  @DisplayName("has the symbol that is there")
  void hasTheSymbol(String kind) {
    SequenceBlockBuilder builder = SequenceBlock.builder(SequenceFormat.languageModel(1000));
    RandomStream random = new RandomStream(3);
    for (int i = 0; i < 9; i++) {
      int[] symbols = new int[2 + random.nextInt(30)];
      for (int t = 0; t < symbols.length; t++) {
        symbols[t] = random.nextInt(1000);
      }
      builder.add(Sequence.ofSymbols("text " + i, symbols));
    }
    SequenceShare share =
        new SequenceShare(SequenceFormat.languageModel(1000), List.of(builder.build()));
    BatchPlan plan =
        switch (kind) {
          case "whole sequences" -> Batcher.plan(share, 4, 1, 2, 0, true);
          case "segments" -> SegmentBatcher.plan(share, 4, 5, 1, 2, 0, true);
          default -> StreamBatcher.plan(share, 4, 5, 1, 2, 0, true);
        };
    Minibatch batch = new Minibatch(share.format(), plan.maxRows(), plan.maxSteps());
    int steps = 0;
    for (int index = 0; index < plan.minibatches(); index++) {
      plan.fill(index, batch);
      for (int row = 0; row < batch.batchSize(); row++) {
        for (int step = 0; step < batch.length(row); step++) {
          SequencePlace place = plan.place(index, row, step);
          int[] there = new int[1];
          share.readSymbols(place.sequence(), place.step(), 1, there, 0);
          assertEquals(there[0], batch.symbols()[batch.firstRow(step) + row]);
          steps++;
        }
      }
    }
    assertEquals(share.steps(), steps);
  }
}
