package org.keepgate.examples.benchmark;

import java.util.EnumMap;
import java.util.Map;
import java.util.Objects;
import org.keepgate.math.Buffer;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;

/** A provider that keeps a clock for each kind of product of a network, and else is another. */
final class TimedGemm implements Gemm {
  /** A kind of product, in the order in which a training step comes to it. */
  enum Kind {
    INPUT_FORWARD("input product", true),
    RECURRENT_FORWARD("recurrent forward", true),
    HEAD_FORWARD("head forward", true),
    HEAD_BACKWARD("head backward", false),
    RECURRENT_BACKWARD("recurrent backward", false),
    WEIGHT_GRADIENT("weight gradients", false),
    INPUT_BACKWARD("input gradient", false);

    private final String title;
    private final boolean forward;

    Kind(String title, boolean forward) {
      this.title = title;
      this.forward = forward;
    }

    /** Whether it belongs to the forward pass. */
    boolean forward() {
      return forward;
    }

    /** What people call it. */
    String title() {
      return title;
    }
  }

  /** Time and work of a kind. */
  static final class Clock {
    private long nanos;
    private double operations;

    long nanos() {
      return nanos;
    }

    /** Floating-point operations, a multiplication and an addition counted as two. */
    double operations() {
      return operations;
    }

    private void add(long began, double more) {
      nanos += System.nanoTime() - began;
      operations += more;
    }
  }

  private final Gemm products;
  private final int maxRows;
  private final int headWidth;
  private final Map<Kind, Clock> clocks = new EnumMap<>(Kind.class);

  /**
   * A provider for one network.
   *
   * @param maxRows sequences of its minibatches: products of so many rows are recurrent
   * @param headWidth columns of its outputs, unlike those of any pre-activations
   */
  TimedGemm(Gemm products, int maxRows, int headWidth) {
    this.products = products;
    this.maxRows = maxRows;
    this.headWidth = headWidth;
    for (Kind kind : Kind.values()) {
      clocks.put(kind, new Clock());
    }
  }

  /** The clock of a kind. */
  Clock clock(Kind kind) {
    return Objects.requireNonNull(clocks.get(kind));
  }

  /** Sets all clocks to zero. */
  void reset() {
    for (Clock clock : clocks.values()) {
      clock.nanos = 0;
      clock.operations = 0;
    }
  }

  @Override
  public String name() {
    return products.name();
  }

  @Override
  public String fingerprint() {
    return products.fingerprint();
  }

  @Override
  public GemmSession open() {
    return new Session(products.open());
  }

  private final class Session implements GemmSession {
    private final GemmSession session;

    Session(GemmSession session) {
      this.session = session;
    }

    @Override
    public Buffer allocate(int floats) {
      return session.allocate(floats);
    }

    @Override
    public RowProduct rowProduct(
        Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
      RowProduct product = session.rowProduct(a, weights, transposed, add, c, usualRows);
      Clock clock = clock(kind(transposed, transposed ? c.columns() : a.columns(), usualRows));
      double operationsPerRow = 2.0 * a.columns() * c.columns();
      return (aRow, cRow, rows) -> {
        long began = System.nanoTime();
        product.run(aRow, cRow, rows);
        clock.add(began, rows * operationsPerRow);
      };
    }

    private Kind kind(boolean forward, int width, int usualRows) {
      if (width == headWidth) {
        return forward ? Kind.HEAD_FORWARD : Kind.HEAD_BACKWARD;
      }
      if (usualRows == maxRows) {
        return forward ? Kind.RECURRENT_FORWARD : Kind.RECURRENT_BACKWARD;
      }
      return forward ? Kind.INPUT_FORWARD : Kind.INPUT_BACKWARD;
    }

    @Override
    public OuterProduct outerProduct(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
      OuterProduct product = session.outerProduct(a, b, add, c, usualRows);
      Clock clock = clock(a.columns() == headWidth ? Kind.HEAD_BACKWARD : Kind.WEIGHT_GRADIENT);
      double operationsPerRow = 2.0 * a.columns() * b.columns();
      return (aRow, bRow, rows) -> {
        long began = System.nanoTime();
        product.run(aRow, bRow, rows);
        clock.add(began, rows * operationsPerRow);
      };
    }

    @Override
    public void weightsChanged() {
      session.weightsChanged();
    }

    @Override
    public void close() {
      session.close();
    }
  }
}
