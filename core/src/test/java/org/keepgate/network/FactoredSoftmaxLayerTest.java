package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.evaluation.MetricSums;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

@DisplayName("A softmax in two levels: probabilities, loss, gradient")
class FactoredSoftmaxLayerTest {
  private static final int SYMBOLS = HeadTrial.SYMBOLS;
  private static final HeadOptions HEAD = HeadOptions.of(HeadKind.CLASS_FACTORED_SOFTMAX);
  private static final NetworkSpec PLAIN =
      NetworkSpec.of(SequenceFormat.languageModel(SYMBOLS), "lstm", 4);
  private static final SequenceShare SHARE = HeadTrial.share(PLAIN.format());

  @Test
  @DisplayName("the gradient agrees with differences of the mean loss, whatever the classes")
  void gradientAgreesWithDifferences() {
    for (List<Integer> classes : List.of(List.of(0, 2, 3, 11), List.<Integer>of())) {
      NetworkSpec spec = PLAIN.withHead(HEAD.withSymbolClasses(classes));
      new LossTrial(spec, SHARE).assertGradientAgreesWithDifferences(LossTrial.random(spec, 3));
    }
  }

  @Test
  @DisplayName("probabilities sum to 1, and the loss is −ln of the target's")
  void probabilities() {
    NetworkSpec spec = PLAIN.withHead(HEAD);
    float[] parameters = LossTrial.random(spec, 4);
    LossTrial trial = new LossTrial(spec, SHARE);
    Minibatch batch = LossTrial.batch(SHARE);
    try (Network network = trial.network()) {
      MetricSums evaluated = trial.forward(network, parameters, false);
      double loss = 0;
      long correct = 0;
      float[] p = new float[network.outputWidth()];
      for (int n = 0; n < batch.totalRows(); n++) {
        network.outputs(n, p);
        double sum = 0;
        int best = 0;
        for (int w = 0; w < SYMBOLS; w++) {
          sum += p[w];
          best = p[w] > p[best] ? w : best;
        }
        assertEquals(1, sum, 1e-5);
        loss -= Math.log(p[batch.targetClasses()[n]]);
        correct += best == batch.targetClasses()[n] ? 1 : 0;
      }
      assertEquals(loss, evaluated.lossSum(), 1e-5 * loss);
      assertEquals(correct, evaluated.correct());
      assertEquals(batch.totalRows(), evaluated.predictions());
      MetricSums trained = trial.forward(network, parameters, true);
      assertEquals(evaluated.lossSum(), trained.lossSum());
      assertEquals(0, trained.predictions());
    }
  }

  @Test
  @DisplayName("classes of one symbol each, or one class of all, are the plain softmax")
  void plainAtTheEnds() {
    List<Integer> each = new ArrayList<>();
    for (int w = 0; w < SYMBOLS; w++) {
      each.add(w);
    }
    NetworkSpec one = PLAIN.withHead(HEAD.withSymbolClasses(List.of(0)));
    NetworkSpec many = PLAIN.withHead(HEAD.withSymbolClasses(each));
    float[] parameters = LossTrial.random(PLAIN, 9);
    double expected = new LossTrial(PLAIN, SHARE).loss(parameters);
    float[] ofOne = moved(parameters, one, "head.weights", "head.bias");
    assertEquals(expected, new LossTrial(one, SHARE).loss(ofOne), 1e-5 * expected);
    float[] ofMany = moved(parameters, many, "head.classWeights", "head.classBias");
    assertEquals(expected, new LossTrial(many, SHARE).loss(ofMany), 1e-5 * expected);
  }

  /**
   * The other parameters of the plain network; the head's under other names, and zeros for the
   * rest.
   */
  private static float[] moved(float[] parameters, NetworkSpec to, String weights, String bias) {
    float[] result = new float[to.layout().size()];
    for (ParameterView view : PLAIN.layout().views()) {
      String name =
          view.name().equals("head.weights")
              ? weights
              : view.name().equals("head.bias") ? bias : view.name();
      ParameterView target = to.layout().view(name);
      System.arraycopy(parameters, view.offset(), result, target.offset(), view.size());
    }
    return result;
  }
}
