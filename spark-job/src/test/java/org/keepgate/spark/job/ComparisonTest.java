package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

@DisplayName("The trials of a comparison put together")
class ComparisonTest {
  private static final Variant LSTM = variant("lstm");
  private static final Variant GRU = variant("gru");
  private static final Variant RNN = variant("rnn");

  @Test
  @DisplayName("p is Welch's, two-sided, times the comparisons; the best figure is found")
  void significance() {
    Comparison two =
        new Comparison(List.of(LSTM, GRU), trials(LSTM, 3, 1, 2, GRU, 4, 2, 3), "error", true);
    assertEquals(0.28786, two.significance(GRU), 1e-5); // t = −1.2247 of 4 degrees of freedom
    assertTrue(Double.isNaN(two.significance(LSTM)));
    assertEquals(1, two.best());
    Comparison three =
        new Comparison(
            List.of(LSTM, GRU, RNN), trials(LSTM, 3, 1, 2, GRU, 4, 2, 3), "accuracy", false);
    assertEquals(2 * 0.28786, three.significance(GRU), 1e-5);
    assertTrue(Double.isNaN(three.significance(RNN)), "it has no figures");
    assertEquals(4, three.best());
  }

  @Test
  @DisplayName("a training that failed is told with its reason, and the others stand")
  void failure() {
    List<Trial> trials =
        List.of(
            new Trial(LSTM, 1, 0.5, 2, 3, null),
            new Trial(GRU, 1, Double.NaN, 1, 0, "the loss is not finite"));
    Comparison comparison = new Comparison(List.of(LSTM, GRU), trials, "accuracy", false);
    assertTrue(
        comparison.text().contains("gru, seed 1, failed: the loss is not finite"),
        comparison.text());
    assertEquals(0.5, comparison.best());
    assertEquals(
        List.of("gru, seed 1, failed: the loss is not finite"),
        comparison.figures().get("failures"));
  }

  private static List<Trial> trials(
      Variant first, double a, double b, double c, Variant second, double d, double e, double f) {
    return List.of(
        new Trial(first, 1, a, 1, 1, null),
        new Trial(second, 2, e, 1, 1, null),
        new Trial(first, 3, c, 1, 1, null),
        new Trial(second, 1, d, 1, 1, null),
        new Trial(first, 2, b, 1, 1, null),
        new Trial(second, 3, f, 1, 1, null));
  }

  private static Variant variant(String cell) {
    return new Variant(
        cell,
        Settings.defaults(AllSettings.CATALOG, Task.CLASSIFY),
        NetworkSpec.of(SequenceFormat.classifier(2, 2), cell, 3));
  }
}
