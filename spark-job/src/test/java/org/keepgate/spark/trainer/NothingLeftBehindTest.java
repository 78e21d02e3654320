package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.MapOutputTrackerMaster;
import org.apache.spark.SparkEnv;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.SharedSpark;
import org.keepgate.training.RoundEntry;
import org.keepgate.training.TrainingControls;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOptions;
import scala.jdk.javaapi.CollectionConverters;

@DisplayName("Rounds leave nothing behind: no broadcasts, caches, shuffles or listeners")
class NothingLeftBehindTest {
  private static final NetworkSpec WIDE = // its parameters are larger than what Spark sends itself
      NetworkSpec.of(SmallTask.TEXT, "lstm", 64);
  private static final int WORKERS = 3;

  private final JavaSparkContext spark = fresh();

  /** What other tests have left behind would be freed in the middle of these. */
  private static JavaSparkContext fresh() {
    SharedSpark.stop();
    return SharedSpark.context();
  }

  @AfterEach
  void asFound() {
    spark.sc().conf().remove(ReductionWay.SETTING);
  }

  @ParameterizedTest(name = "{0}")
  @ValueSource(strings = {"driver", "slices"})
  @DisplayName("after each of ten rounds Spark holds no more than after the first")
  void sameAfterEveryRound(String way) {
    spark.sc().conf().set(ReductionWay.SETTING, way);
    JavaRDD<SequenceBlock> shares =
        SmallTask.deal(spark, SmallTask.texts(40, 1), SmallTask.TEXT, WORKERS);
    TrainingOptions options =
        SmallTask.options(WORKERS).withSegmentLength(10).withMaxIter(20).withMaxRounds(10);
    DistributedTrainer trainer = new DistributedTrainer(WIDE, options, shares, shares);
    List<Held> held = new ArrayList<>();
    TrainingListener watch =
        new TrainingListener() {
          @Override
          public void roundFinished(RoundEntry round) {
            held.add(Held.by(spark, held.isEmpty() ? null : held.get(0)));
          }
        };
    trainer.train(trainer.start(), List.of(watch), TrainingControls.none());
    assertEquals(10, held.size());
    assertTrue(held.get(0).caches() > 0, "the shares themselves");
    for (Held after : held) {
      assertTrue(after.isWithin(held.get(0)), after + ", after the first round " + held.get(0));
    }
  }

  /** What may pile up, counted; of broadcasts those as large as the parameters. */
  private record Held(long broadcasts, int caches, int shuffles, long shuffleFiles, int listeners) {

    /** Spark frees in the background: waits a while for what is expected, if it is not so yet. */
    static Held by(JavaSparkContext spark, @Nullable Held expected) {
      Held now = now(spark);
      for (int wait = 0; wait < 100 && (expected == null || !now.isWithin(expected)); wait++) {
        if (expected == null && wait > 20) { // long enough for what the first round has freed
          break;
        }
        pause();
        now = now(spark);
      }
      return now;
    }

    /** Whether nothing of it is more than that. */
    boolean isWithin(Held other) {
      return broadcasts <= other.broadcasts
          && caches <= other.caches
          && shuffles <= other.shuffles
          && shuffleFiles <= other.shuffleFiles
          && listeners <= other.listeners;
    }

    private static Held now(JavaSparkContext spark) {
      SparkEnv env = spark.env();
      var blocks = env.blockManager();
      long broadcasts =
          CollectionConverters.asJava(blocks.getMatchingBlockIds(id -> id.isBroadcast())).stream()
              .filter(
                  id ->
                      blocks
                          .getStatus(id)
                          .exists(status -> status.memSize() >= 4L * WIDE.layout().size()))
              .count();
      long files =
          CollectionConverters.asJava(blocks.diskBlockManager().getAllFiles()).stream()
              .filter(file -> file.getName().startsWith("shuffle_"))
              .count();
      return new Held(
          broadcasts,
          spark.getPersistentRDDs().size(),
          ((MapOutputTrackerMaster) env.mapOutputTracker()).shuffleStatuses().size(),
          files,
          spark.sc().listenerBus().listeners().size());
    }

    private static void pause() {
      try {
        Thread.sleep(50);
      } catch (InterruptedException e) {
        Thread.currentThread().interrupt();
        throw new IllegalStateException(e);
      }
    }
  }
}
