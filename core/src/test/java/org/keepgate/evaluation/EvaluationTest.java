package org.keepgate.evaluation;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertNull;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.head.MetricSink;
import org.keepgate.sequence.TargetKind;

@DisplayName("Evaluation: metrics from sums")
class EvaluationTest {
  private static final double EXACT = 1e-12;

  @Test
  @DisplayName("a model that gives every one of 8 symbols 1/8 has 3 bits and perplexity 8")
  void uniformModel() {
    MetricSums sums = new MetricSums(TargetKind.NEXT_SYMBOL, 8);
    for (int i = 0; i < 10; i++) {
      sums.addClass(i % 8, 0, Math.log(8));
    }
    Evaluation evaluation = Evaluation.of(sums);
    assertEquals(Math.log(8), evaluation.meanLoss(), EXACT);
    assertEquals(3, evaluation.bitsPerSymbol(), EXACT);
    assertEquals(8, evaluation.perplexity(), EXACT);
    assertEquals(0.2, evaluation.accuracy(), EXACT);
    assertEquals(
        List.of("loss", "bitsPerSymbol", "perplexity", "accuracy"),
        List.copyOf(evaluation.metrics().keySet()));
  }

  @Test
  @DisplayName("precision, recall, F1 and support of each class, by hand")
  void perClass() {
    Evaluation evaluation = Evaluation.of(threeClasses());
    List<ClassMetrics> classes = evaluation.perClass();
    assertClass(classes.get(0), 0.75, 0.6, 2.0 / 3, 5);
    assertClass(classes.get(1), 0.5, 2.0 / 3, 4.0 / 7, 3);
    assertClass(classes.get(2), 0, 0, 0, 0);
    assertEquals(5.0 / 8, evaluation.accuracy(), EXACT);
    assertEquals((2.0 / 3 + 4.0 / 7) / 2, evaluation.macroF1(), EXACT); // class 2 never occurs
  }

  @Test
  @DisplayName(
      "RMSE and MAE per output and over all are in original units, missing values left out")
  void values() {
    MetricSums sums = new MetricSums(TargetKind.VALUES, 2);
    sums.addValues(new float[] {1, 2}, new float[] {2, 0}, 2, 0.5);
    sums.addValues(new float[] {1, Float.NaN}, new float[] {4, 99}, 2, 1.5);
    Evaluation evaluation = Evaluation.of(sums, 10, 100);
    assertEquals(1, evaluation.meanLoss(), EXACT);
    assertEquals(10 * Math.sqrt(5), evaluation.rmse(0), EXACT);
    assertEquals(20, evaluation.mae(0), EXACT);
    assertEquals(200, evaluation.rmse(1), EXACT);
    assertEquals(200, evaluation.mae(1), EXACT);
    assertEquals(Math.sqrt((100 + 900 + 40000) / 3.0), evaluation.rmse(), EXACT);
    assertEquals(80, evaluation.mae(), EXACT);
    assertTrue(evaluation.perClass().isEmpty());
  }

  @Test
  @DisplayName("sums of parts, added, are the sums of the whole")
  void sumsAreAdded() {
    MetricSums whole = threeClasses();
    MetricSums twice = threeClasses();
    twice.add(whole);
    assertEquals(2 * whole.targetCount(), twice.targetCount());
    assertEquals(2 * whole.lossSum(), twice.lossSum(), EXACT);
    assertEquals(Evaluation.of(whole).accuracy(), Evaluation.of(twice).accuracy(), EXACT);
    assertEquals(10, Evaluation.of(twice).perClass().get(0).support());
    twice.reset();
    assertEquals(0, twice.targetCount());
    twice.add(whole);
    assertEquals(Evaluation.of(whole).perClass(), Evaluation.of(twice).perClass());

    MetricSums values = new MetricSums(TargetKind.VALUES, 1);
    values.addValues(new float[] {1}, new float[] {3}, 1, 2);
    MetricSums more = new MetricSums(TargetKind.VALUES, 1);
    more.add(values);
    more.add(values);
    assertEquals(2, Evaluation.of(more).rmse(), EXACT);
    assertEquals(2, more.targetCount());
  }

  @Test
  @DisplayName("sums of another kind or size are refused, and so are classes among values")
  void refusesOtherKinds() {
    MetricSums classes = new MetricSums(TargetKind.CLASS, 3);
    assertThrows(
        IllegalArgumentException.class, () -> classes.add(new MetricSums(TargetKind.CLASS, 4)));
    assertThrows(
        IllegalArgumentException.class,
        () -> classes.add(new MetricSums(TargetKind.NEXT_SYMBOL, 3)));
    assertThrows(
        IllegalStateException.class, () -> classes.addValues(new float[3], new float[3], 3, 0));
    assertThrows(
        IllegalStateException.class, () -> new MetricSums(TargetKind.VALUES, 3).addClass(0, 0, 0));
    assertThrows(
        IllegalArgumentException.class,
        () -> Evaluation.of(new MetricSums(TargetKind.VALUES, 3), 1));
  }

  @Test
  @DisplayName("weights make the mean loss a weighted one, and leave the accuracy as it is")
  void weightedClasses() {
    MetricSums sums = new MetricSums(TargetKind.CLASS, 2);
    sums.addClass(0, 0, 0.5, 3);
    sums.addClass(1, 0, 2.5, 1);
    Evaluation evaluation = Evaluation.of(sums);
    assertEquals((3 * 0.5 + 2.5) / 4, evaluation.meanLoss(), EXACT);
    assertEquals(0.5, evaluation.accuracy(), EXACT);
    assertEquals(2, evaluation.targetCount());
  }

  @Test
  @DisplayName("a class that was not looked for adds its loss, and nothing to the accuracy")
  void lossAlone() {
    MetricSums sums = new MetricSums(TargetKind.NEXT_SYMBOL, 2);
    sums.addClass(1, MetricSink.NOT_PREDICTED, 0.5);
    assertFalse(Evaluation.of(sums).metrics().containsKey("accuracy"));
    sums.addClass(1, 1, 0.5);
    assertEquals(1, Evaluation.of(sums).accuracy(), EXACT);
  }

  @Test
  @DisplayName("labels: per label and of all together, by hand; an unknown one is left out")
  void labels() {
    MetricSums sums = new MetricSums(TargetKind.LABELS, 3);
    sums.addLabels(new float[] {1, 0, 1}, new float[] {0.9f, 0.6f, 0.4f}, 3, 1.5);
    sums.addLabels(new float[] {1, 1, Float.NaN}, new float[] {0.5f, 0.7f, 0.9f}, 3, 0.5);
    Evaluation evaluation = Evaluation.of(sums);
    assertEquals(1, evaluation.meanLoss(), EXACT);
    assertClass(evaluation.perClass().get(0), 1, 1, 1, 2);
    assertClass(evaluation.perClass().get(1), 0.5, 1, 2.0 / 3, 1);
    assertClass(evaluation.perClass().get(2), 0, 0, 0, 1);
    assertClass(evaluation.microAverage(), 0.75, 0.75, 0.75, 4);
    assertEquals(
        List.of("loss", "microF1", "microPrecision", "microRecall", "macroF1"),
        List.copyOf(evaluation.metrics().keySet()));
    assertTrue(evaluation.toMap(List.of("c", "e", "g")).toString().contains("label=e"));
    assertTrue(EvaluationTable.of(evaluation, List.of("c", "e", "g")).contains("precision"));
  }

  @Test
  @DisplayName("label error rate: all errors over all true labels, above 1 if need be")
  void labelErrorRate() {
    MetricSums sums = new MetricSums(TargetKind.LABEL_SEQUENCE, 9);
    sums.addLabelSequence(4, 0, 0.5);
    sums.addLabelSequence(1, 7, 3.5);
    Evaluation evaluation = Evaluation.of(sums);
    assertEquals(7.0 / 5, evaluation.labelErrorRate(), EXACT);
    assertEquals(0.5, evaluation.accuracy(), EXACT);
    assertEquals(2, evaluation.meanLoss(), EXACT);
    assertEquals(
        List.of("loss", "labelErrorRate", "accuracy"), List.copyOf(evaluation.metrics().keySet()));
  }

  @Test
  @DisplayName("a density of values is smaller by their scale in original units")
  void densities() {
    MetricSums sums = new MetricSums(TargetKind.VALUES, 1);
    // standard normal at 1 and at 0; the values themselves are normal with deviation 10
    double half = Math.log(2 * Math.PI) / 2;
    sums.addDensity(new float[] {1}, new float[] {0}, 1, half + 0.5);
    sums.addDensity(new float[] {0}, new float[] {0}, 1, half);
    double scaled = half + 0.25 + Math.log(10);
    assertEquals(scaled, Evaluation.of(sums, 10).negativeLogLikelihood(), EXACT);
    assertEquals(10 * Math.sqrt(0.5), Evaluation.of(sums, 10).rmse(), EXACT);
    assertTrue(Evaluation.of(sums).metrics().containsKey("negativeLogLikelihood"));
    MetricSums errors = new MetricSums(TargetKind.VALUES, 1);
    errors.addValues(new float[] {1}, new float[] {0}, 1, 1);
    assertFalse(Evaluation.of(errors).metrics().containsKey("negativeLogLikelihood"));
  }

  @Test
  @DisplayName("beyond a thousand classes only loss and accuracy are kept")
  void manyClasses() {
    MetricSums sums = new MetricSums(TargetKind.CLASS, MetricSums.MAX_CLASSES_COUNTED + 1);
    sums.addClass(1000, 1000, 0.25);
    assertNull(sums.actual());
    Evaluation evaluation = Evaluation.of(sums);
    assertEquals(1, evaluation.accuracy());
    assertEquals(List.of("loss", "accuracy"), List.copyOf(evaluation.metrics().keySet()));
    assertFalse(evaluation.toMap(List.of()).containsKey("classes"));
  }

  @Test
  @DisplayName(
      "without targets nothing is claimed: no metric, and no figure in the map that JSON could not"
          + " hold")
  void withoutTargets() {
    for (TargetKind kind : TargetKind.values()) {
      Evaluation evaluation = Evaluation.of(new MetricSums(kind, 3));
      assertTrue(Double.isNaN(evaluation.meanLoss()));
      assertEquals(Map.of(), evaluation.metrics());
      assertEquals(0L, evaluation.toMap(List.of()).get("targets"));
      assertFalse(evaluation.toMap(List.of()).toString().contains("NaN"));
      assertFalse(EvaluationTable.of(evaluation, List.of()).isEmpty());
    }
  }

  @Test
  @DisplayName("the map lists classes by name, or by number where a name is missing")
  void mapOfClasses() {
    Map<String, Object> map = Evaluation.of(threeClasses()).toMap(List.of("cat", "dog"));
    List<?> classes = (List<?>) Objects.requireNonNull(map.get("classes"));
    assertEquals(3, classes.size());
    assertTrue(classes.get(0).toString().startsWith("{class=cat, precision=0.75, recall=0.6"));
    assertTrue(classes.get(2).toString().startsWith("{class=2,"));
    assertEquals(8L, map.get("targets"));
  }

  @Test
  @DisplayName("the table of classes reads so")
  void tableOfClasses() {
    assertEquals(
        """
        loss                     0.5000
        accuracy                 0.6250
        macroF1                  0.6190
        targets                       8

        class  precision     recall         f1    support
        cat       0.7500     0.6000     0.6667          5
        dog       0.5000     0.6667     0.5714          3
        2         0.0000     0.0000     0.0000          0
        """,
        EvaluationTable.of(Evaluation.of(threeClasses()), List.of("cat", "dog")));
  }

  @Test
  @DisplayName("the table of values lists outputs only where there are several")
  void tableOfValues() {
    MetricSums one = new MetricSums(TargetKind.VALUES, 1);
    one.addValues(new float[] {1}, new float[] {3}, 1, 2);
    assertEquals(
        """
        loss                     2.0000
        rmse                 2.0000e+07
        mae                  2.0000e+07
        targets                       1
        """,
        EvaluationTable.of(Evaluation.of(one, 1e7), List.of("births")));
    MetricSums two = new MetricSums(TargetKind.VALUES, 2);
    two.addValues(new float[] {1, 2}, new float[] {3, 2}, 2, 2);
    assertTrue(
        EvaluationTable.of(Evaluation.of(two), List.of("births", "deaths"))
            .contains("deaths         0.0000         0.0000          1\n"));
  }

  private static MetricSums threeClasses() {
    MetricSums sums = new MetricSums(TargetKind.CLASS, 3);
    int[] targets = {0, 0, 0, 0, 0, 1, 1, 1};
    int[] predicted = {0, 0, 0, 1, 1, 1, 1, 0};
    for (int i = 0; i < targets.length; i++) {
      sums.addClass(targets[i], predicted[i], 0.5);
    }
    return sums;
  }

  private static void assertClass(
      ClassMetrics found, double precision, double recall, double f1, long support) {
    assertEquals(precision, found.precision(), EXACT);
    assertEquals(recall, found.recall(), EXACT);
    assertEquals(f1, found.f1(), EXACT);
    assertEquals(support, found.support());
  }
}
