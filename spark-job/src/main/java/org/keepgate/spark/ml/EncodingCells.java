package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.linalg.Vectors;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.trainer.PredictionReader;

/** The cell of a sequence's encoding by the top layer; travels to executors. */
final class EncodingCells implements PredictionReader<Object[]> {
  private static final long serialVersionUID = 1L;

  private final String pooling;
  private final boolean bidirectional;
  private final boolean written;

  /**
   * As the params say.
   *
   * @param bidirectional whether the second half of the outputs runs in reverse
   */
  EncodingCells(String pooling, boolean bidirectional, boolean written) {
    this.pooling = pooling;
    this.bidirectional = bidirectional;
    this.written = written;
  }

  @Override
  public boolean readsTopLayer() {
    return true;
  }

  /** One vector for all steps. */
  @Override
  public int numbersKept(int outputWidth) {
    return 1;
  }

  @Override
  public Reading<Object[]> begin(Sequence sequence) {
    return new Reading<>() {
      private double[] encoding = {};
      private int steps;

      @Override
      public void add(int step, float[] outputs) {
        if (steps == 0) {
          encoding = new double[outputs.length];
        }
        pool(outputs, encoding, steps == 0);
        steps++;
      }

      @Override
      public List<Object[]> finish() {
        if (pooling.equals("mean")) {
          for (int j = 0; j < encoding.length; j++) {
            encoding[j] /= steps;
          }
        }
        return List.<Object[]>of(written ? new Object[] {Vectors.dense(encoding)} : new Object[0]);
      }
    };
  }

  private void pool(float[] outputs, double[] encoding, boolean first) {
    switch (pooling) {
      case "mean" -> {
        for (int j = 0; j < encoding.length; j++) {
          encoding[j] += outputs[j];
        }
      }
      case "max" -> {
        for (int j = 0; j < encoding.length; j++) {
          encoding[j] = first ? outputs[j] : Math.max(encoding[j], outputs[j]);
        }
      }
      default -> { // what runs in reverse ends at the first step
        int kept = bidirectional && !first ? encoding.length / 2 : encoding.length;
        for (int j = 0; j < kept; j++) {
          encoding[j] = outputs[j];
        }
      }
    }
  }
}
