package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.LocalBackend;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingLoop;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingResult;
import org.keepgate.training.TrainingState;

@DisplayName("Optimizer states that workers keep, beside their shares")
class WorkerStatesTest {
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);
  private static final int WORKERS = 3;
  private static final int ROUNDS = 2 * WorkerStates.SETTLE_ROUNDS + 3;
  private static final TrainingOptions OPTIONS =
      SmallTask.options(WORKERS)
          .withMaxIter(9)
          .withMaxRounds(ROUNDS)
          .withSegmentLength(10)
          .withAveraging(
              AveragingSpec.of(AveragingKind.PLAIN, WORKERS)
                  .withInterval(2)
                  .withOptimizerState(OptimizerStatePolicy.PER_WORKER));

  private final JavaSparkContext spark = SharedSpark.context();

  @Test
  @DisplayName("lost again and again, they are computed again: the bits of workers in one JVM")
  void lost() {
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.texts(40, 1), SmallTask.TEXT, WORKERS);
    List<SequenceShare> local = new ArrayList<>();
    for (List<SequenceBlock> share : shares.glom().collect()) {
      local.add(new SequenceShare(SmallTask.TEXT, share));
    }
    DistributedTrainer trainer = new DistributedTrainer(TEXT, OPTIONS, shares, null);
    List<Integer> lost = new ArrayList<>();
    TrainingListener losing =
        new TrainingListener() {
          @Override
          public void roundFinished(RoundEntry round) {
            if (round.round() % 3 == 0) {
              lost.add(loseStates());
            }
          }
        };
    List<TrainingState> last = new ArrayList<>();
    TrainingControls controls =
        new TrainingControls(
            state -> {
              last.add(state);
              return "memory";
            },
            0);
    TrainingResult found = trainer.train(trainer.start(), List.of(losing), controls);
    assertEquals(ROUNDS, found.history().rounds().size());
    assertTrue(lost.stream().allMatch(blocks -> blocks >= 2 * WORKERS), lost::toString); // + shares
    try (LocalBackend backend = new LocalBackend(TEXT, OPTIONS, Gemm.chosen(), local, List.of())) {
      TrainingResult expected =
          new TrainingLoop(OPTIONS)
              .run(trainer.start(), backend, List.of(), TrainingControls.none());
      assertEquals(
          SmallTask.bits(expected), SmallTask.bits(SmallTask.train(trainer, trainer.start())));
      assertEquals(
          SmallTask.bits(expected.parameters()),
          SmallTask.bits(found.parameters()),
          "after losses");
    }
    WorkerOptimizers gone = last.get(0).averaging().optimizers();
    IllegalStateException refused =
        assertThrows(IllegalStateException.class, () -> gone.vector(0, 0));
    assertEquals(
        "the optimizer states of workers are gone with their training; its checkpoints have them",
        refused.getMessage());
  }

  /** As if the executors that hold them were; returns how many were in memory. */
  private int loseStates() {
    var blocks = spark.env().blockManager();
    int lost = 0;
    for (JavaRDD<?> cached : spark.getPersistentRDDs().values()) {
      for (int worker = 0; worker < cached.getNumPartitions(); worker++) {
        var block = new org.apache.spark.storage.RDDBlockId(cached.id(), worker);
        if (blocks.getStatus(block).isDefined()) {
          blocks.removeBlock(block, true);
          lost++;
        }
      }
    }
    return lost;
  }
}
