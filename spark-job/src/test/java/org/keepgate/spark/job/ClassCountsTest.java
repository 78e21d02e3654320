package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.analysis.ClassFloors;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.SharedSpark;

@DisplayName("Classes counted on the executors")
class ClassCountsTest {
  private static final SequenceFormat FORMAT = SequenceFormat.tagger(2, 3);

  private static ClassCounts counts(List<Sequence> sequences) {
    return ClassCounts.of(SharedSpark.context().parallelize(sequences, 3), FORMAT);
  }

  private static Sequence tagged(int... classes) {
    return Sequence.ofFeatures("", new float[2 * classes.length], 2).withClasses(classes);
  }

  @Test
  @DisplayName("each target once, steps without one not at all; of equals the lowest class counts")
  void counted() {
    ClassCounts train = counts(List.of(tagged(2, -1, 1), tagged(1, 2)));
    assertArrayEquals(new long[] {0, 2, 2}, train.targets());
    assertEquals(2, train.sequences());
    assertEquals(2 * 5, train.values());
    ClassCounts test = counts(List.of(tagged(1), tagged(0, 2, -1, 2)));
    assertEquals(0.25, train.majority(test));
    assertEquals(2 * 5 * 2, train.work(test));
  }

  @Test
  @DisplayName("the majority class has the accuracy that it has where all are brought together")
  void majority() {
    Random random = new Random(6);
    List<Sequence> train = new ArrayList<>();
    List<Sequence> test = new ArrayList<>();
    int[] trainClasses = random.ints(50, 0, 3).toArray();
    int[] testClasses = random.ints(20, 0, 3).toArray();
    for (int c : trainClasses) {
      train.add(tagged(c));
    }
    for (int c : testClasses) {
      test.add(tagged(c));
    }
    assertEquals(
        ClassFloors.majority(trainClasses, testClasses), counts(train).majority(counts(test)));
  }
}
