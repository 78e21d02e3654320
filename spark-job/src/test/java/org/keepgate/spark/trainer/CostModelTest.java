package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.apache.spark.SparkConf;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;

@DisplayName("The model of the cost of averaging")
class CostModelTest {
  private static final double GIGABIT = 125e6;
  private static final double EXACT = 1e-12; // the same sums in another order

  /** 1 ms a round, 2 ms a worker, 1 ns a byte; 10 ms a minibatch, 5 ms a workspace. */
  private static final CostModel MODEL =
      new CostModel(
          new RoundConstants(0.001, 0.002, 1e-9), new MinibatchTime(0.01, 0.005), 1_000_000, 3, 0);

  @Test
  @DisplayName("counts parameters and what goes with them, both ways")
  void bytes() {
    assertEquals(12_000_000, MODEL.broadcast(8));
    assertEquals(12_000_000, MODEL.result());
    CostModel carrying =
        new CostModel(new RoundConstants(0, 0, 0), new MinibatchTime(1, 0), 10, 1, 5);
    assertEquals(4 * (10 + 5), carrying.result());
    assertEquals(4 * (10 + 7 * 5), carrying.broadcast(7), "the states of all workers");
  }

  @Test
  @DisplayName("a round within a machine: Spark, workers, workspace and bytes, no network")
  void roundWithinMachine() {
    double expected = 0.001 + 2 * 0.002 + 0.005 + (12e6 + 2 * 12e6) * 1e-9;
    assertEquals(expected, MODEL.roundSeconds(2, Double.POSITIVE_INFINITY), EXACT);
  }

  @Test
  @DisplayName("a round by network: all bytes once, the last piece for each doubling, all results")
  void roundByNetwork() {
    double within = MODEL.roundSeconds(8, Double.POSITIVE_INFINITY);
    double carried = 12e6 + 3 * (4 << 20) + 8 * 12e6; // 1, 3, 7, then all 9 have it: ⌈log₂ 9⌉ = 4
    assertEquals(within + carried / GIGABIT, MODEL.roundSeconds(8, GIGABIT), EXACT);
    double one = MODEL.roundSeconds(1, Double.POSITIVE_INFINITY);
    assertEquals(one + 24e6 / GIGABIT, MODEL.roundSeconds(1, GIGABIT), EXACT);
  }

  @Test
  @DisplayName("an epoch: the minibatches of the worker with most, and every round that was begun")
  void epoch() {
    double round = MODEL.roundSeconds(8, GIGABIT);
    assertEquals(13 * 0.01 + round, MODEL.epochSeconds(100, 8, 0, GIGABIT), EXACT);
    assertEquals(13 * 0.01 + 3 * round, MODEL.epochSeconds(100, 8, 5, GIGABIT), EXACT);
    assertEquals(
        1 / (13 * 0.01 + 3 * round), MODEL.speedUp(100, 8, 5, GIGABIT), 1e-9, "over 100 · 10 ms");
  }

  @Test
  @DisplayName("at the break-even interval rounds cost the part, at one less more")
  void breakEven() {
    long interval = MODEL.breakEvenInterval(64, GIGABIT, 0.1);
    double round = MODEL.roundSeconds(64, GIGABIT);
    assertTrue(round <= 0.1 * interval * 0.01 * (1 + EXACT), "at " + interval);
    assertTrue(round > 0.1 * (interval - 1) * 0.01, "at " + (interval - 1));
  }

  @Test
  @DisplayName("ten times the parameters: ten times the bytes and the time of a minibatch")
  void otherParameters() {
    CostModel larger = MODEL.withParameters(10_000_000);
    assertEquals(10 * MODEL.result(), larger.result());
    assertEquals(0.1, larger.minibatchSeconds(), EXACT);
    assertEquals(
        0.001 + 2 * 0.002 + 0.05 + 3 * 120e6 * 1e-9,
        larger.roundSeconds(2, Double.POSITIVE_INFINITY),
        EXACT);
  }

  @Test
  @DisplayName("of a training with Adam: parameters, padding and two moments")
  void ofTraining() {
    NetworkSpec spec = NetworkSpec.of(SequenceFormat.classifier(3, 4), "lstm", 8);
    ShareSummary share = new ShareSummary(0, 10, 100, 10, 2, 5, 50);
    RoundConstants none = new RoundConstants(0, 0, 0);
    long parameters = spec.layout().size();
    TrainingOptions options = TrainingOptions.defaults();
    CostModel adam =
        CostModel.of(
            spec, options, share, none, new MinibatchTime(1, 0), new SparkConf(false), 1L << 30);
    assertEquals(parameters, adam.parameters());
    int vectors = 1 + options.optimizer().create().stateVectors();
    assertEquals(4L * vectors * parameters, adam.result());
    assertTrue(vectors > 1, "an optimizer with state");
    assertFalse(adam.bySlices(512));
  }

  @Test
  @DisplayName("by slices, where the driver could not collect: two stages, bytes side by side")
  void slices() {
    NetworkSpec spec = NetworkSpec.of(SequenceFormat.classifier(3, 4), "lstm", 8);
    ShareSummary share = new ShareSummary(0, 10, 100, 10, 2, 5, 50);
    CostModel model =
        CostModel.of(
                spec,
                TrainingOptions.defaults(),
                share,
                new RoundConstants(0.001, 0.002, 1e-9),
                new MinibatchTime(0.01, 0),
                new SparkConf(false),
                8L << 30)
            .withParameters(10_000_000);
    assertFalse(model.bySlices(2));
    assertTrue(model.bySlices(64), "64 results of 120 MB are above maxResultSize");
    double mean = 120e6; // parameters and two moments; as much is sent to and by each worker
    int slices = 1 + 15; // of 8 MiB
    assertEquals(
        2 * 0.001 + (64 + slices) * 0.002 + 4 * mean * 1e-9,
        model.roundSeconds(64, Double.POSITIVE_INFINITY),
        1e-9);
    double carried = mean + 6 * (4 << 20) + 2 * mean; // 1, 3, 7, …, 63, then all 65 have it
    double network = model.roundSeconds(64, GIGABIT) - model.roundSeconds(64, 1e300);
    assertEquals(carried / GIGABIT, network, 1e-6);
  }

  @Test
  @DisplayName("constants come from differences of measured rounds")
  void constants() {
    RoundConstants constants = RoundConstants.of(0.005, 0.012, 0.045, 1_000_000);
    assertEquals(0.001, constants.perWorker(), EXACT);
    assertEquals(0.004, constants.fixed(), EXACT);
    assertEquals(0.04 / 8e6, constants.perByte(), 1e-18);
    assertEquals(0, RoundConstants.of(0.005, 0.004, 0.004, 1000).perByte(), "noise is not time");
  }

  @Test
  @DisplayName("the time of a minibatch leaves out what a round needs once")
  void minibatch() {
    MinibatchTime time = MinibatchTime.of(0.03, 0.12, 10);
    assertEquals(0.01, time.seconds(), EXACT);
    assertEquals(0.02, time.perRound(), EXACT);
    assertEquals(new MinibatchTime(0.03, 0), MinibatchTime.of(0.04, 0.03, 1));
    assertEquals(new MinibatchTime(0.02, 0), MinibatchTime.of(0.3, 0.2, 10));
  }
}
