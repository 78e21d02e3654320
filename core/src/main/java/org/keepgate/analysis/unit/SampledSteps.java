package org.keepgate.analysis.unit;

/**
 * Which steps of which sequences are looked at, and which of them judge: enough for a probe and few
 * enough to be kept, spread evenly.
 *
 * <p>Blocks of successive steps are taken to fit and to judge in turn. They are long, so that a
 * step that judges does not have its neighbour among those that fit.
 */
public final class SampledSteps {
  private static final int SHORTEST_BLOCK = 64;
  private static final int LONGEST_BLOCK = 4096;
  private static final int BLOCKS = 64;

  private final int stride;
  private final int skipped;
  private final int[] firstSample; // [sequences + 1]
  private final boolean[] judges; // by sample

  /**
   * Chooses steps.
   *
   * @param lengths of the sequences
   * @param skipped first steps of each sequence that are not looked at: a network that begins
   *     without a state cannot know yet what the place is
   * @param most samples
   */
  public SampledSteps(int[] lengths, int skipped, int most) {
    long steps = 0;
    for (int length : lengths) {
      steps += Math.max(0, length - skipped);
    }
    this.skipped = skipped;
    this.stride = Math.toIntExact(Math.max(1, (steps + most - 1) / most));
    this.firstSample = new int[lengths.length + 1];
    for (int i = 0; i < lengths.length; i++) {
      int samples = (Math.max(0, lengths[i] - skipped) + stride - 1) / stride;
      firstSample[i + 1] = firstSample[i] + samples;
    }
    long block = Math.max(SHORTEST_BLOCK, Math.min(LONGEST_BLOCK, steps / BLOCKS));
    this.judges = new boolean[firstSample[lengths.length]];
    long before = 0;
    for (int i = 0; i < lengths.length; i++) {
      for (int k = firstSample[i]; k < firstSample[i + 1]; k++) {
        long step = before + (long) (k - firstSample[i]) * stride;
        judges[k] = step / block % 2 == 1;
      }
      before += Math.max(0, lengths[i] - skipped);
    }
  }

  /** Number of samples. */
  public int count() {
    return judges.length;
  }

  /** Number of the sample at a step of a sequence; −1 where there is none. */
  public int sample(int sequence, int step) {
    int from = step - skipped;
    return from >= 0 && from % stride == 0 ? firstSample[sequence] + from / stride : -1;
  }

  /** Whether a sample judges what the others have fitted. */
  public boolean judges(int sample) {
    return judges[sample];
  }
}
