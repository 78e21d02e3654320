package org.keepgate.analysis.unit;

/** A stretch of a sequence in which the activity of every unit is kept, to be shown. */
public final class Excerpt {
  private static final float LEVELS = 127;

  private final int sequence;
  private final int from;
  private final int steps;
  private final int units;
  private final byte[] activity; // [step × unit], in 127ths: more than an eye can tell

  /** Steps {@code from} … {@code from + steps − 1} of a sequence. */
  public Excerpt(int sequence, int from, int steps, int units) {
    this.sequence = sequence;
    this.from = from;
    this.steps = steps;
    this.units = units;
    this.activity = new byte[Math.multiplyExact(steps, units)];
  }

  /** Keeps the activity of a step, if it belongs here; may be called by several threads. */
  public void keep(int ofSequence, int step, float[] activities) {
    if (!covers(ofSequence, step)) {
      return;
    }
    int at = (step - from) * units;
    for (int u = 0; u < units; u++) {
      activity[at + u] = (byte) Math.round(activities[u] * LEVELS);
    }
  }

  /** Whether a step of a sequence belongs here. */
  public boolean covers(int ofSequence, int step) {
    return ofSequence == sequence && step >= from && step < from + steps;
  }

  /** Activity of a unit at a step of the excerpt, counted from its own beginning. */
  public float activity(int step, int unit) {
    return activity[step * units + unit] / LEVELS;
  }

  /** The sequence that it is of. */
  public int sequence() {
    return sequence;
  }

  /** Its first step. */
  public int from() {
    return from;
  }

  /** Number of its steps. */
  public int steps() {
    return steps;
  }
}
