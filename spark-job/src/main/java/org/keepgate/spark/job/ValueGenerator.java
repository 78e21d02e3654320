package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.ValueSampler;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.PenSource;

/**
 * Lets a model of densities draw values that it then reads as the next ones: a pen's moves, or what
 * follows a series. The same seed gives the same values.
 */
final class ValueGenerator {
  private final TrainedModel model;
  private final Standardizer inputs;
  private final Standardizer targets;
  private final double bias;

  /**
   * @param model of the task density or handwriting
   * @param bias towards the more probable, 0 = none (Graves, 2013)
   */
  ValueGenerator(TrainedModel model, double bias) {
    this.model = model;
    this.inputs = required(model.inputStandardizer());
    this.targets = required(model.targetStandardizer());
    this.bias = bias;
  }

  private static Standardizer required(@Nullable Standardizer units) {
    if (units == null) {
      throw new IllegalArgumentException("values have units");
    }
    return units;
  }

  /** Moves of a pen, in units of the data, that begin as in training: from the null vector. */
  List<float[]> moves(int length, long seed) {
    RandomStream random = new RandomStream(seed);
    List<float[]> moves = new ArrayList<>();
    float[] move = new float[PenSource.SIZE];
    try (ValueSampler sampler = sampler()) {
      while (moves.size() < length) {
        sampler.read(move);
        sampler.draw(bias, random, move);
        moves.add(inUnits(move, moves.size()));
      }
    }
    return moves;
  }

  /**
   * What follows a series, in units of the data. Each value is drawn as in training, by a network
   * that has read the {@code window} values before it and nothing else.
   *
   * @param last that many values, in units of the data: {@link SeriesEnd}
   */
  List<float[]> following(float[] last, int length, long seed) {
    RandomStream random = new RandomStream(seed);
    List<float[]> values = new ArrayList<>();
    float[] window = last.clone();
    inputs.apply(window);
    float[] value = new float[1];
    try (ValueSampler sampler = sampler()) {
      while (values.size() < length) {
        sampler.restart();
        for (float before : window) {
          sampler.read(new float[] {before});
        }
        sampler.draw(bias, random, value);
        float[] next = inUnits(value, values.size());
        values.add(next);
        System.arraycopy(window, 1, window, 0, window.length - 1);
        value[0] = next[0];
        inputs.apply(value);
        window[window.length - 1] = value[0];
      }
    }
    return values;
  }

  private ValueSampler sampler() {
    return new ValueSampler(model.spec(), model.parameters(), Gemm.chosen());
  }

  /** Drawn values in units of the data; a network that has run away is not followed. */
  private float[] inUnits(float[] drawn, int place) {
    float[] values = drawn.clone();
    targets.invert(values);
    for (float value : values) {
      if (!Float.isFinite(value)) {
        throw new InputException(
            "what the model draws grows beyond all bounds at row "
                + (place + 1)
                + ": give a larger --bias or a smaller --length, or train longer");
      }
    }
    return values;
  }
}
