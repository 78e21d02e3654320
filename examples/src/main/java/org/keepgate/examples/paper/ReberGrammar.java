package org.keepgate.examples.paper;

import java.util.Arrays;
import org.keepgate.math.RandomStream;

/**
 * The embedded Reber grammar: B, then T or P, a Reber string, the same T or P again, then E. A
 * Reber string walks the automaton below from state 0, each of two ways with probability ½.
 */
final class ReberGrammar {
  static final int SYMBOLS = 7; // B E P S T V X
  private static final int B = 0;
  private static final int E = 1;
  private static final int P = 2;
  private static final int S = 3;
  private static final int T = 4;
  private static final int V = 5;
  private static final int X = 6;

  /** Symbol and next state of the ways out of each state; state 7 is the end. */
  private static final int[][][] WAYS = {
    {{B, 1}},
    {{T, 2}, {P, 3}},
    {{S, 2}, {X, 4}},
    {{T, 3}, {V, 5}},
    {{X, 3}, {S, 6}},
    {{P, 4}, {V, 6}},
    {{E, 7}}
  };

  private static final int END = 7;

  private final RandomStream random;
  private int[] symbols = new int[32];
  private int[] allowed = new int[32]; // bit k: symbol k may come next
  private int length;

  ReberGrammar(RandomStream random) {
    this.random = random;
  }

  /** Draws another string. */
  void draw() {
    length = 0;
    int kind = random.nextInt(2) == 0 ? T : P;
    add(B, 1 << B); // what may come first: of a stream
    add(kind, 1 << T | 1 << P);
    int state = 0;
    while (state != END) {
      int[][] ways = WAYS[state];
      int[] way = ways[ways.length == 1 ? 0 : random.nextInt(2)];
      add(way[0], bits(ways));
      state = way[1];
    }
    add(kind, 1 << kind);
    add(E, 1 << E);
  }

  private static int bits(int[][] ways) {
    int bits = 0;
    for (int[] way : ways) {
      bits |= 1 << way[0];
    }
    return bits;
  }

  private void add(int symbol, int possible) {
    if (length == symbols.length) {
      symbols = Arrays.copyOf(symbols, 2 * length);
      allowed = Arrays.copyOf(allowed, 2 * length);
    }
    symbols[length] = symbol;
    allowed[length++] = possible;
  }

  int length() {
    return length;
  }

  int symbol(int step) {
    return symbols[step];
  }

  /** Bit k: symbol k could have stood at this step. */
  int allowed(int step) {
    return allowed[step];
  }

  /** A copy of the string: its symbols, and the bits of what is allowed at each step. */
  int[][] symbolsAndAllowed() {
    return new int[][] {Arrays.copyOf(symbols, length), Arrays.copyOf(allowed, length)};
  }

  /** The string alone, as a key. */
  String text() {
    StringBuilder text = new StringBuilder();
    for (int step = 0; step < length; step++) {
      text.append("BEPSTVX".charAt(symbols[step]));
    }
    return text.toString();
  }
}
