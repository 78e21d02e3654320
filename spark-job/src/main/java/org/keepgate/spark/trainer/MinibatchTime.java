package org.keepgate.spark.trainer;

import java.util.Arrays;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.training.Round;
import org.keepgate.training.RoundStart;
import org.keepgate.training.ShareSummary;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.WorkerRun;

/**
 * How long this machine trains a network on a minibatch, measured by training it on a few.
 *
 * @param seconds of a minibatch, one worker on one core
 * @param perRound seconds that a worker needs besides in every round: its workspace
 */
public record MinibatchTime(double seconds, double perRound) {
  private static final double WARM_UP = 2; // seconds, after which the compiler has done its work
  private static final double LENGTH = 1; // seconds of a measurement
  private static final int REPETITIONS = 5;
  private static final int MOST = 1000; // minibatches

  /** Measured on a share; what has been trained is thrown away. */
  public static MinibatchTime measure(
      NetworkSpec spec, TrainingOptions options, SequenceShare share) {
    int there = ShareSummary.of(0, share, options).minibatches();
    WorkerRun run = new WorkerRun(spec, options, Gemm.chosen());
    int vectors = options.optimizer().create().stateVectors();
    float[] parameters = spec.initialParameters(options.seed());
    RoundStart start = new RoundStart(parameters, OptimizerState.zero(vectors, parameters.length));
    long began = System.nanoTime();
    double usual = 0;
    do {
      double[] warm = run(run, share, start, Math.min(there, 2));
      usual = warm[0] / warm[1];
    } while ((System.nanoTime() - began) / 1e9 < WARM_UP);
    int many = (int) Math.max(Math.min(there, 2), Math.min(Math.min(there, MOST), LENGTH / usual));
    double[] single = new double[REPETITIONS];
    double[] several = new double[REPETITIONS];
    double minibatches = 1;
    for (int repetition = 0; repetition < REPETITIONS; repetition++) { // in turns
      single[repetition] = run(run, share, start, 1)[0];
      double[] measured = run(run, share, start, many);
      several[repetition] = measured[0];
      minibatches = measured[1];
    }
    return of(median(single), median(several), minibatches);
  }

  /** From the seconds of a round of one minibatch, and of one of several. */
  static MinibatchTime of(double single, double several, double minibatches) {
    if (minibatches <= 1 || several <= single) {
      return new MinibatchTime(several / minibatches, 0);
    }
    double seconds = (several - single) / (minibatches - 1);
    return new MinibatchTime(seconds, Math.max(0, single - seconds));
  }

  /** Seconds, and the minibatches. */
  private static double[] run(WorkerRun run, SequenceShare share, RoundStart start, int most) {
    long began = System.nanoTime();
    run.run(0, share, new Round(0, 0, 0, most, 1, 1), start, new float[0]);
    return new double[] {(System.nanoTime() - began) / 1e9, most};
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    return values[values.length / 2];
  }
}
