package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Random;

/** Drawings of a pen, small enough to be learned within seconds. */
final class PenInputs {
  static final int DRAWINGS = 60;
  static final int STEPS = 16;

  /** What {@link #drawings} are learned by. */
  static final String[] LEARNING = {
    "--group-by",
    "drawing",
    "--order-by",
    "t",
    "--set",
    "maxIter=20",
    "--set",
    "stepSize=0.02",
    "--set",
    "mixtures=4",
    "--set",
    "batchSize=8"
  };

  private PenInputs() {}

  /** The arguments that train a small network on drawings, all but the input. */
  static List<String> train(Path model, String... more) {
    return TargetInputs.train("handwriting", model, more);
  }

  /**
   * Circles and zigzags of 16 moves each, in long form: a circle is one stroke, a zigzag two; steps
   * of 5 in x and 50 in y.
   */
  static Path drawings(Path folder) throws IOException {
    Random random = new Random(5);
    StringBuilder rows = new StringBuilder("drawing,t,dx,dy,end\n");
    for (int i = 0; i < DRAWINGS; i++) {
      boolean circle = random.nextBoolean();
      double turn = random.nextDouble() * 2 * Math.PI;
      for (int t = 0; t < STEPS; t++) {
        double angle = turn + 2 * Math.PI * t / STEPS;
        double dx = circle ? Math.cos(angle) : 0.6;
        double dy = circle ? Math.sin(angle) : t % 2 == 0 ? 1 : -1;
        boolean end = t == STEPS - 1 || (!circle && t == STEPS / 2);
        rows.append(
            String.format(
                Locale.ROOT,
                "d%d,%d,%.3f,%.3f,%d%n",
                i,
                t,
                5 * (dx + 0.05 * random.nextGaussian()),
                50 * (dy + 0.05 * random.nextGaussian()),
                end ? 1 : 0));
      }
    }
    return SmallInputs.write(folder, "drawings.csv", rows.toString());
  }
}
