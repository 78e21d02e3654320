package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.ArrayList;
import java.util.Iterator;
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

  @Test
  @DisplayName("a partition has one network while its sequences fit, freed with the last row")
  void makesOneNetwork() {
    CountedGemm.clear();
    Iterator<Integer> rows = predictions(SmallTask.rows(40, 1).iterator());
    int count = 0;
    while (rows.hasNext()) {
      rows.next();
      count++;
    }
    assertEquals(40, count);
    assertEquals(CountedGemm.opened(), CountedGemm.closed());
    List<Integer> records = new ArrayList<>(); // each longer than all before: did not fit
    for (Sequence row : SmallTask.rows(40, 1)) {
      if (records.isEmpty() || row.length() > records.get(records.size() - 1)) {
        records.add(row.length());
      }
    }
    assertTrue(records.size() < 10, "records " + records);
    assertEquals(records.size(), CountedGemm.opened(), "networks made");
  }

  @Test
  @DisplayName("a task that ends before its last row frees the network")
  void freesWhatIsAbandoned() {
    CountedGemm.clear();
    List<Integer> first =
        SharedSpark.context()
            .parallelize(SmallTask.rows(40, 1), 1)
            .mapPartitions(DistributedPredictorTest::predictions)
            .take(1);
    assertEquals(1, first.size());
    assertTrue(CountedGemm.opened() > 0, "no network was made");
    assertEquals(CountedGemm.opened(), CountedGemm.closed());
  }

  @Test
  @DisplayName("a thread that is not its task's frees the network after what it has predicted")
  void freesInTheThreadThatPredicts() throws InterruptedException {
    CountedGemm.clear();
    Iterator<Integer> rows = predictions(SmallTask.rows(40, 1).iterator());
    Thread other = new Thread(rows::next);
    other.start();
    other.join();
    assertEquals(1, CountedGemm.opened());
    assertEquals(1, CountedGemm.closed());
  }

  /** One sequence at a time. */
  private static Iterator<Integer> predictions(Iterator<Sequence> sequences) {
    NetworkSpec spec = SmallTask.network(SmallTask.TABLE);
    return new DistributedPredictor.Predictions<>(
        spec,
        spec.initialParameters(1),
        sequences,
        8,
        new Open(Integer.MAX_VALUE),
        new CountedGemm());
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
