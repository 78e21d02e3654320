package org.keepgate.training;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNotNull;

import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.ObjectInputStream;
import java.io.ObjectOutputStream;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.LinkedHashSet;
import java.util.Set;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.TargetKind;

@DisplayName("What crosses the network")
class SerializationTest {

  @Test
  @DisplayName("an outcome arrives as it was sent")
  void outcome() throws Exception {
    MetricSums metrics = new MetricSums(TargetKind.VALUES, 1);
    metrics.addValues(new float[] {1}, new float[] {3}, 1, 4);
    WorkerOutcome sent =
        new WorkerOutcome(
            3,
            17,
            new float[] {1, 2},
            new OptimizerState(5, new float[][] {{6, 7}}),
            metrics,
            new float[] {8},
            9,
            10,
            new LossSpan(12, 13),
            11,
            "arithmetic",
            new Divergence[] {new Divergence(0, 1, 2, 3, 4, 5, 6, "head.bias[1]", "there")},
            new Divergence(1, 2, 3, 3, 4, 5, 6, "head.bias[0]", "here"));
    WorkerOutcome arrived = (WorkerOutcome) sentAndBack(sent);
    assertEquals(3, arrived.worker());
    assertEquals(17, arrived.work());
    assertArrayEquals(sent.parameters(), arrived.parameters());
    assertEquals(5, arrived.optimizer().step());
    assertArrayEquals(sent.optimizer().vectors(), arrived.optimizer().vectors());
    assertEquals(4, arrived.metrics().lossSum());
    assertArrayEquals(metrics.squaredError(), arrived.metrics().squaredError());
    assertArrayEquals(sent.carried(), arrived.carried());
    assertEquals(12, arrived.losses().first());
    assertEquals(13, arrived.losses().last());
    assertEquals("arithmetic", arrived.fingerprint());
    assertNotNull(arrived.divergence());
    assertEquals(sent.skipped()[0].toString(), arrived.skipped()[0].toString());
    assertEquals(String.valueOf(sent.divergence()), String.valueOf(arrived.divergence()));
  }

  @Test
  @DisplayName("options and rounds travel in closures")
  void closures() throws Exception {
    TrainingOptions options = TrainingOptions.defaults().withSeed(7);
    assertEquals(options, sentAndBack(options));
    Round round = new Round(1, 2, 3, 4, 5, 6);
    assertEquals(round, sentAndBack(round));
  }

  @ParameterizedTest
  @ValueSource(classes = {WorkerOutcome.class, RoundStart.class, ShareSummary.class})
  @DisplayName("results and broadcasts hold no records, for which Kryo has no serializer")
  void noRecords(Class<?> type) {
    Set<Class<?>> reached = new LinkedHashSet<>();
    reach(type, reached);
    for (Class<?> found : reached) {
      assertFalse(found.isRecord(), found.getName());
    }
  }

  private static void reach(Class<?> type, Set<Class<?>> reached) {
    if (type.isArray()) {
      reach(type.getComponentType(), reached);
    } else if (type.getName().startsWith("org.keepgate") && reached.add(type)) {
      for (Field field : type.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())) {
          reach(field.getType(), reached);
        }
      }
    }
  }

  private static Object sentAndBack(Object sent) throws IOException, ClassNotFoundException {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    try (ObjectOutputStream out = new ObjectOutputStream(bytes)) {
      out.writeObject(sent);
    }
    try (ObjectInputStream in =
        new ObjectInputStream(new ByteArrayInputStream(bytes.toByteArray()))) {
      return in.readObject();
    }
  }
}
