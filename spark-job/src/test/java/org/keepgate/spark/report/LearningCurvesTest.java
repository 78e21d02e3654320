package org.keepgate.spark.report;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.sequence.TargetKind;
import org.keepgate.training.History;
import org.keepgate.training.RoundEntry;

@DisplayName("Learning curves of a history")
class LearningCurvesTest {

  @Test
  @DisplayName("of a language model are in bits, a point a round, validated or not")
  void ofALanguageModel() {
    History history =
        History.empty()
            .with(round(1, 0.5, 2 * Math.log(2), Map.of()))
            .with(round(1, 1, Math.log(2), Map.of("loss", 7.0, "bitsPerSymbol", 1.25)));
    List<LearningCurve> curves = LearningCurves.of(history, TargetKind.NEXT_SYMBOL);
    assertEquals(1, curves.size());
    assertEquals("bits per symbol", curves.get(0).measure());
    LearningCurve.Point first = curves.get(0).points().get(0);
    assertEquals(0.5, first.progress());
    assertEquals(2, first.train(), 1e-12);
    assertTrue(Double.isNaN(first.validation()));
    assertEquals(1.25, curves.get(0).points().get(1).validation());
    assertEquals(1, curves.get(0).best());
  }

  @Test
  @DisplayName("of a classifier are the loss and, if validated, the accuracy")
  void ofAClassifier() {
    History validated =
        History.empty().with(round(1, 1, 0.7, Map.of("loss", 0.8, "accuracy", 0.9)));
    List<LearningCurve> curves = LearningCurves.of(validated, TargetKind.CLASS);
    assertEquals(List.of("loss (nats)", "accuracy"), measures(curves));
    assertEquals(0.8, curves.get(0).points().get(0).validation());
    assertEquals(0.9, curves.get(1).points().get(0).validation());
    History unvalidated = History.empty().with(round(1, 1, 0.7, Map.of()));
    assertEquals(
        List.of("loss (nats)"), measures(LearningCurves.of(unvalidated, TargetKind.CLASS)));
  }

  @Test
  @DisplayName("of a forecaster are the loss and the RMSE; a long training is told by epochs")
  void ofAForecaster() {
    History history = History.empty();
    for (int half = 1; half <= 60; half++) {
      int epoch = (half + 1) / 2;
      history = history.with(round(epoch, half / 2.0, half, Map.of("rmse", 1000.0 - half)));
    }
    List<LearningCurve> curves = LearningCurves.of(history, TargetKind.VALUES);
    assertEquals(List.of("loss (of standardized values)", "RMSE"), measures(curves));
    assertEquals(30, curves.get(1).points().size());
    assertEquals(new LearningCurve.Point(30, Double.NaN, 940), curves.get(1).points().get(29));
    assertEquals(59.5, curves.get(0).points().get(29).train(), 1e-12); // mean of its rounds
  }

  @Test
  @DisplayName("of nothing are none")
  void ofNothing() {
    assertEquals(List.of(), LearningCurves.of(History.empty(), TargetKind.CLASS));
  }

  private static List<String> measures(List<LearningCurve> curves) {
    return curves.stream().map(LearningCurve::measure).toList();
  }

  private static RoundEntry round(
      int epoch, double epochsDone, double loss, Map<String, Double> validation) {
    int number = (int) Math.round(2 * epochsDone);
    return new RoundEntry(number, epoch, epochsDone, loss, 100, 0.1, 1, 2, validation);
  }
}
