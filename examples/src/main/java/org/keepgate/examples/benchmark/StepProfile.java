package org.keepgate.examples.benchmark;

import java.util.List;
import java.util.Locale;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerKind;
import org.keepgate.optimizer.OptimizerSpec;

/**
 * Where the time of a training step goes: {@code SHAPE}, one thread. Prints a table in Markdown:
 * the share and the speed of each kind of product, and the share of all that is not a product, by
 * phase of the step. Environment: {@code WARM_S}, {@code SECONDS}.
 */
public final class StepProfile {
  private static final double RATE = 1e-3;

  private final Shape shape;
  private final TimedGemm products;
  private final TrainingStep step;
  private long rows;

  private StepProfile(Shape shape) {
    this.shape = shape;
    NetworkSpec spec = shape.network();
    products = new TimedGemm(Gemm.chosen(), shape.batchSize(), spec.outputWidth());
    OptimizerSpec adam = OptimizerSpec.of(OptimizerKind.ADAM);
    step = new TrainingStep(spec, products, shape.data(0), shape.batchSize(), adam, RATE);
  }

  /** Prints the table. */
  public static void main(String[] arguments) {
    if (arguments.length != 1) {
      throw new IllegalArgumentException("expected SHAPE, got " + List.of(arguments));
    }
    StepProfile profile = new StepProfile(Shape.of(arguments[0]));
    profile.runFor(Windows.environment("WARM_S", 5));
    profile.products.reset();
    profile.step.reset();
    profile.rows = 0;
    profile.runFor(Windows.environment("SECONDS", 10));
    profile.print();
    profile.step.close();
  }

  private void runFor(double seconds) {
    long began = System.nanoTime();
    do {
      rows += step.run();
    } while (System.nanoTime() - began < seconds * 1e9);
  }

  private void print() {
    long total = 0;
    for (TrainingStep.Phase phase : TrainingStep.Phase.values()) {
      total += step.nanos(phase);
    }
    System.out.printf(
        Locale.ROOT,
        "%n%s, %.0f tokens/s, %s%n%n| | share | GF/s |%n|---|---|---|%n",
        shape.key(),
        rows / (total / 1e9),
        products.fingerprint());
    long forward = 0;
    long backward = 0;
    for (TimedGemm.Kind kind : TimedGemm.Kind.values()) {
      TimedGemm.Clock clock = products.clock(kind);
      if (kind.forward()) {
        forward += clock.nanos();
      } else {
        backward += clock.nanos();
      }
      if (clock.nanos() > 0) {
        double speed = clock.operations() / clock.nanos();
        System.out.printf(
            Locale.ROOT, "| %s | %s | %.0f |%n", kind.title(), share(clock.nanos(), total), speed);
      }
    }
    for (TrainingStep.Phase phase : TrainingStep.Phase.values()) {
      long inProducts =
          switch (phase) {
            case FORWARD -> forward;
            case BACKWARD -> backward;
            default -> 0;
          };
      String title = phase.title() + (inProducts > 0 ? " beside its products" : "");
      System.out.printf("| %s | %s | |%n", title, share(step.nanos(phase) - inProducts, total));
    }
  }

  private static String share(long nanos, long total) {
    return String.format(Locale.ROOT, "%.1f %%", 100.0 * nanos / total);
  }
}
