package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.Recovery;
import org.keepgate.training.RoundCosts;
import org.keepgate.training.RoundDiagnostics;
import org.keepgate.training.RoundEntry;

@DisplayName("What the log says of rounds")
class RoundLogTest {

  @Test
  @DisplayName("a line has losses, drift, seconds, bytes and skew")
  void line() {
    Map<String, Double> drifts = new LinkedHashMap<>();
    drifts.put("layers.0.forward.bias", 0.25);
    drifts.put("head.weights", 0.75);
    RoundDiagnostics found =
        new RoundDiagnostics(
            0.5, 0.0123, 2.25, 2, 0.05, 1.5, 2, 0.25, 0.125, 1_500_000, 3_000_000, drifts);
    assertEquals(
        "round 7, epoch 2: loss 2.1250, from 2.2500 to 2.0000; drift 0.500 of a move of 0.0123,"
            + " most head.weights 0.750; 2.500 s: slowest worker 2.000 (mean 1.500), broadcast"
            + " 0.250, reduce 0.125, other 0.125; 1.50 MB out to each executor, 3.00 MB in;"
            + " largest work 5.0 % above the mean",
        RoundLog.line(
            new RoundEntry(7, 2, 1.5, 2.125, 100, 0.1, 1, 2.5, Map.of(), found, Recovery.none())));
  }

  @Test
  @DisplayName("a round on Spark knows its bytes and seconds; views are of the epoch's last round")
  void onSpark() {
    NetworkSpec spec = SmallTask.network(SmallTask.TEXT);
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(SharedSpark.context(), SmallTask.texts(30, 1), SmallTask.TEXT, 2);
    List<RoundEntry> rounds =
        SmallTask.train(
                spec, SmallTask.options(2).withMaxIter(1).withAveragingInterval(1), shares, shares)
            .history()
            .rounds();
    assertTrue(rounds.size() > 1);
    long model = 4L * 3 * spec.layout().size(); // with both moments of Adam
    for (RoundEntry round : rounds) {
      RoundDiagnostics found = round.diagnostics();
      assertEquals(model, found.bytesOut());
      assertTrue(found.bytesIn() == 2 * model || found.bytesIn() == model, "one may run dry");
      assertTrue(found.slowestSeconds() >= found.computeSeconds());
      assertTrue(found.computeSeconds() > 0 && found.slowestSeconds() < round.seconds());
      assertTrue(found.broadcastSeconds() > 0 && found.reduceSeconds() > 0);
      assertTrue(found.drift() > 0 || found.bytesIn() == model);
      assertEquals(
          round.epochsDone() == 1 ? spec.layout().views().size() : 0, found.driftByView().size());
    }
    assertTrue(rounds.get(0).diagnostics().lossAtStart() > 2, "log 12 is about 2.5");
    RoundCosts costs = RoundCosts.of(rounds, 2);
    assertEquals(rounds.size() * model, costs.bytesOut());
    assertTrue(costs.waitSeconds() >= 0 && costs.overheadSeconds() > costs.broadcastSeconds());
    assertTrue(Double.isFinite(costs.gainOfAverages()));
  }
}
