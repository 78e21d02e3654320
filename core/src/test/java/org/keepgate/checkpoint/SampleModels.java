package org.keepgate.checkpoint;

import java.util.List;
import java.util.Map;
import org.keepgate.cell.CellOptions;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.network.NetworkSpec;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.training.StopReason;

/** Small models of every kind of file; a parameter's value follows from its name and place. */
final class SampleModels {

  private SampleModels() {}

  /** Symbols that feed the gates directly, so that the input weights are column-major. */
  static TrainedModel languageModel() {
    NetworkSpec spec =
        NetworkSpec.of(
                SequenceFormat.languageModel(5),
                CellOptions.of("lstm-peephole", 3).withClipPreActivationGradient(10))
            .withLayers(2)
            .withDropout(0.1);
    Vocabulary symbols =
        Vocabulary.of(List.of("<boundary>", "<unknown>", "a", "é\n\"", "😀"), true, true);
    Map<String, Object> settings =
        Map.of("unit", "character", "cut", 65_536L, "ratio", 0.1, "paths", List.of("a", "b c"));
    return new TrainedModel(
        spec, "language-model", parameters(spec), symbols, null, null, null, settings, record());
  }

  static TrainedModel forecaster() {
    NetworkSpec spec =
        NetworkSpec.of(SequenceFormat.forecaster(2, 1, Readout.LAST_STEP), "lstm", 4)
            .withHead(HeadOptions.of(HeadKind.HUBER).withHuberDelta(0.25).withClipGradient(100));
    Standardizer inputs =
        Standardizer.of(new double[] {0.1, 1e300}, new double[] {1.0 / 3, Double.MIN_VALUE});
    Standardizer targets = Standardizer.of(new double[] {-7}, new double[] {0.7});
    return new TrainedModel(
        spec, "forecast", parameters(spec), null, null, inputs, targets, Map.of(), record());
  }

  static TrainedModel classifier() {
    NetworkSpec spec =
        NetworkSpec.of(SequenceFormat.classifier(2, 3), "lstm", 4)
            .withHead(HeadOptions.of(HeadKind.SOFTMAX).withClassWeights(List.of(1.0, 0.1, 2.5)));
    Vocabulary labels = Vocabulary.of(List.of("no", "yes", "<unknown>"), false, false);
    return new TrainedModel(
        spec, "classify", parameters(spec), null, labels, null, null, Map.of(), record());
  }

  /** Another history of the same training: what must not change the parameters' file. */
  static TrainedModel withRecord(TrainedModel model, TrainingRecord record) {
    return new TrainedModel(
        model.spec(),
        model.task(),
        model.parameters(),
        model.vocabulary(),
        model.labels(),
        model.inputStandardizer(),
        model.targetStandardizer(),
        model.settings(),
        record);
  }

  static TrainingRecord record() {
    return new TrainingRecord(
        SampleTraining.history(3),
        SampleTraining.options(),
        "3 workers, as asked for",
        "data of the test",
        StopReason.TIME_LIMIT,
        2,
        Map.of("maxRounds", 3L),
        SampleTraining.ENVIRONMENT);
  }

  /** Between −½ and ½, exact in a float. */
  static float value(ParameterView view, int row, int column) {
    int number = 31 * view.name().hashCode() + row * view.columns() + column;
    return Math.floorMod(number * 0x9E3779B9, 1024) / 1024f - 0.5f;
  }

  private static float[] parameters(NetworkSpec spec) {
    float[] parameters = new float[spec.layout().size()];
    for (ParameterView view : spec.layout().views()) {
      for (int row = 0; row < view.rows(); row++) {
        for (int column = 0; column < view.columns(); column++) {
          parameters[view.index(row, column)] = value(view, row, column);
        }
      }
    }
    return parameters;
  }
}
