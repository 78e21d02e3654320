package org.keepgate.spark.dataset;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.Comparator;
import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.serializer.KryoSerializer;
import org.apache.spark.serializer.SerializerInstance;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.Vocabulary;
import scala.reflect.ClassTag$;

@DisplayName("What the readers send over the network survives Kryo")
class KryoTest {
  private final SerializerInstance kryo = new KryoSerializer(new SparkConf(false)).newInstance();

  @SuppressWarnings("unchecked")
  private <T> T sent(T value) {
    var tag = ClassTag$.MODULE$.<T>apply(value.getClass());
    return kryo.deserialize(kryo.serialize(value, tag), tag);
  }

  @Test
  @DisplayName("keys of rows, by number and by date")
  void keys() {
    for (String text : List.of("12.50", "-3", "2001-02-03", "2001-02-03T04:05")) {
      OrderKey order = OrderKey.read(text);
      if (order == null) {
        throw new AssertionError(text);
      }
      StepKey key = new StepKey("group", "file", order);
      StepKey arrived = sent(key);
      assertEquals(0, Comparator.<StepKey>naturalOrder().compare(key, arrived));
      assertEquals(text, arrived.order().text());
      assertEquals(order.time(), arrived.order().time());
    }
  }

  @Test
  @DisplayName("a survey: counts and exact sums")
  void survey() {
    Survey survey = new Survey(2, 1);
    survey.add(
        new RawSequence(
            "k",
            new float[] {1, 2, 3, 5},
            2,
            null,
            new String[] {"x", "y"},
            new float[] {7, 9},
            null,
            null,
            () -> "here"));
    Survey arrived = sent(survey);
    assertEquals(1, arrived.sequences());
    assertEquals(survey.inputs().standardizer(), arrived.inputs().standardizer());
    assertEquals(survey.targets().standardizer(), arrived.targets().standardizer());
    assertEquals(Vocabulary.ofLabels(survey.labels()), Vocabulary.ofLabels(arrived.labels()));
  }
}
