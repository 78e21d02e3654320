package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import java.util.concurrent.atomic.AtomicInteger;
import org.apache.spark.broadcast.Broadcast;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.SharedSpark;

@DisplayName("Prediction on the executors")
class DistributedPredictorTest {

  @Test
  @DisplayName("fewer sequences are read at once the more numbers are kept of a step")
  void boundsWhatIsKept() {
    assertEquals(20, mostAtOnce(1));
    assertEquals(1, mostAtOnce(Integer.MAX_VALUE));
  }

  private static int mostAtOnce(int kept) {
    NetworkSpec spec = SmallTask.network(SmallTask.TABLE);
    float[] parameters = new float[spec.layout().size()];
    Broadcast<float[]> global = SharedSpark.context().broadcast(parameters);
    Open reader = new Open(kept);
    List<Integer> open =
        DistributedPredictor.predict(
                spec,
                global,
                SharedSpark.context().parallelize(SmallTask.rows(20, 1), 1),
                8,
                reader)
            .collect();
    global.destroy();
    assertEquals(20, open.size());
    return open.stream().mapToInt(Integer::intValue).max().orElseThrow();
  }

  /** Says of each sequence how many readings were open when it was finished. */
  private static final class Open implements PredictionReader<Integer> {
    private static final long serialVersionUID = 1L;

    private final int kept;
    private final AtomicInteger open = new AtomicInteger();

    Open(int kept) {
      this.kept = kept;
    }

    @Override
    public int numbersKept(int outputWidth) {
      return kept;
    }

    @Override
    public Reading<Integer> begin(Sequence sequence) {
      open.incrementAndGet();
      return new Reading<>() {
        @Override
        public void add(int step, float[] outputs) {}

        @Override
        public List<Integer> finish() {
          return List.of(open.getAndDecrement());
        }
      };
    }
  }
}
