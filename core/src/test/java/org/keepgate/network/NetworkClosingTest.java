package org.keepgate.network;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.head.HeadKind;
import org.keepgate.head.HeadOptions;
import org.keepgate.math.Buffer;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;
import org.keepgate.math.Matrix;
import org.keepgate.math.OuterProduct;
import org.keepgate.math.RowProduct;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.SequenceFormat;

@DisplayName("What cannot be made leaves no memory of its products behind")
class NetworkClosingTest {
  private static final NetworkSpec SPEC =
      NetworkSpec.of(SequenceFormat.tagger(3, 2), "lstm", 4)
          .withStack(StackOptions.of(2).withBidirectional(true));

  @Test
  @DisplayName("a network that runs out of memory, wherever that happens")
  void network() {
    int enough = 0;
    boolean made = false;
    while (!made) {
      ScarceGemm gemm = new ScarceGemm(enough);
      try (Network network = new Network(SPEC, gemm, 4, 20)) {
        made = network.outputWidth() > 0;
      } catch (IllegalStateException outOfMemory) {
        enough++;
      }
      assertEquals(1, gemm.opened);
      assertEquals(1, gemm.closed, "after " + enough + " buffers");
    }
    assertTrue(enough > 20, enough + " buffers");
  }

  @Test
  @DisplayName("a sampler of symbols or values whose parameters do not fit")
  void samplers() {
    ScarceGemm gemm = new ScarceGemm(1000);
    NetworkSpec words = NetworkSpec.of(SequenceFormat.languageModel(5), "lstm", 4);
    assertThrows(
        IllegalArgumentException.class, () -> new SymbolSampler(words, new float[3], gemm));
    NetworkSpec densities =
        NetworkSpec.of(SequenceFormat.forecaster(2, 1, Readout.EVERY_STEP), "lstm", 4)
            .withHead(HeadOptions.of(HeadKind.MIXTURE_DENSITY));
    assertThrows(
        IllegalArgumentException.class, () -> new ValueSampler(densities, new float[3], gemm));
    assertEquals(2, gemm.opened);
    assertEquals(2, gemm.closed);
  }

  /** Plain Java products whose sessions have so many buffers to give, and are counted. */
  private static final class ScarceGemm implements Gemm {
    private final Gemm own = Gemm.named("java");
    private final int buffers;
    int opened;
    int closed;

    ScarceGemm(int buffers) {
      this.buffers = buffers;
    }

    @Override
    public String name() {
      return "scarce";
    }

    @Override
    public String fingerprint() {
      return "scarce";
    }

    @Override
    public GemmSession open() {
      opened++;
      return new Session(own.open());
    }

    private final class Session implements GemmSession {
      private final GemmSession session;
      private int given;

      Session(GemmSession session) {
        this.session = session;
      }

      @Override
      public Buffer allocate(int floats) {
        if (given++ == buffers) {
          throw new IllegalStateException("no memory");
        }
        return session.allocate(floats);
      }

      @Override
      public RowProduct rowProduct(
          Matrix a, Matrix weights, boolean transposed, boolean add, Matrix c, int usualRows) {
        return session.rowProduct(a, weights, transposed, add, c, usualRows);
      }

      @Override
      public OuterProduct outerProduct(Matrix a, Matrix b, boolean add, Matrix c, int usualRows) {
        return session.outerProduct(a, b, add, c, usualRows);
      }

      @Override
      public void weightsChanged() {
        session.weightsChanged();
      }

      @Override
      public void close() {
        closed++;
        session.close();
      }
    }
  }
}
