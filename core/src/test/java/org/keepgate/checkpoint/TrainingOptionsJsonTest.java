package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertNotEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.node.ObjectNode;
import com.fasterxml.jackson.databind.util.RawValue;
import java.io.IOException;
import java.lang.reflect.RecordComponent;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.averaging.AveragingKind;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.averaging.IntervalSchedule;
import org.keepgate.averaging.OptimizerStatePolicy;
import org.keepgate.sequence.InputException;
import org.keepgate.training.DivergencePolicy;
import org.keepgate.training.DivergenceSpec;
import org.keepgate.training.Precision;
import org.keepgate.training.Regime;
import org.keepgate.training.TrainingOptions;

@DisplayName("Training options as JSON")
class TrainingOptionsJsonTest {

  @Test
  @DisplayName("come back equal, with no option left at its default")
  void comesBack() throws Exception {
    TrainingOptions options =
        SampleTraining.options()
            .withBatchSize(1)
            .withRegime(Regime.ONLINE)
            .withPrecision(Precision.BF16)
            .withDivergence(new DivergenceSpec(DivergencePolicy.ROLLBACK, 50, 3, 4));
    for (RecordComponent component : TrainingOptions.class.getRecordComponents()) {
      Object value = component.getAccessor().invoke(options);
      Object usual = component.getAccessor().invoke(TrainingOptions.defaults());
      assertNotEquals(usual, value, component.getName() + " would not be noticed");
    }
    assertEquals(options, TrainingOptionsJson.fromJson(parse(TrainingOptionsJson.toJson(options))));
  }

  @Test
  @DisplayName("of a model from before there was a choice of precision are float32")
  void withoutPrecision() throws IOException {
    ObjectNode json =
        TrainingOptionsJson.toJson(SampleTraining.options().withPrecision(Precision.BF16));
    json.remove("precision");
    assertEquals(SampleTraining.options(), TrainingOptionsJson.fromJson(parse(json)));
  }

  @Test
  @DisplayName("of a model from before there was a choice end at the first divergence")
  void withoutDivergence() throws IOException {
    ObjectNode json = TrainingOptionsJson.toJson(SampleTraining.options());
    json.remove("onDivergence");
    assertEquals(SampleTraining.options(), TrainingOptionsJson.fromJson(parse(json)));
  }

  @Test
  @DisplayName("strategies of averaging come back equal; where none is named it is plain")
  void averaging() throws IOException {
    AveragingSpec spec =
        new AveragingSpec(
            AveragingKind.SLOW_MO,
            0.65,
            1.25,
            2.25,
            13,
            IntervalSchedule.GROWING,
            6,
            OptimizerStatePolicy.PER_WORKER);
    TrainingOptions options = SampleTraining.options().withAveraging(spec);
    ObjectNode json = TrainingOptionsJson.toJson(options);
    assertEquals(options, TrainingOptionsJson.fromJson(parse(json)));
    json.remove("averaging");
    assertEquals(
        AveragingSpec.plain().withInterval(13).withOptimizerState(OptimizerStatePolicy.PER_WORKER),
        TrainingOptionsJson.fromJson(parse(json)).averaging());
  }

  @Test
  @DisplayName("name the field that is missing, of another type, or out of its bounds")
  void namesTheField() throws IOException {
    assertRefused("batchSize is missing, expected an integer", "batchSize", null);
    assertRefused("batchSize is \"9\", expected an integer", "batchSize", "\"9\"");
    assertRefused("batchSize must be at least 1, got 0", "batchSize", "0");
    assertRefused("stepSize is true, expected a number", "stepSize", "true");
    assertRefused("optimizer is \"newton\", expected one of sgd", "optimizer", "\"newton\"");
  }

  private static void assertRefused(String expected, String field, @Nullable String value)
      throws IOException {
    ObjectNode json = TrainingOptionsJson.toJson(SampleTraining.options());
    json.remove(field);
    if (value != null) {
      json.putRawValue(field, new RawValue(value));
    }
    JsonFields fields = parse(json);
    InputException refusal =
        assertThrows(InputException.class, () -> TrainingOptionsJson.fromJson(fields));
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.startsWith("training.json"), message);
    assertTrue(message.contains(expected), message);
  }

  private static JsonFields parse(ObjectNode json) throws IOException {
    return JsonFields.parse("training.json", JsonFields.bytes(json));
  }
}
