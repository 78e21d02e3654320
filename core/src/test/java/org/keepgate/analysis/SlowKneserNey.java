package org.keepgate.analysis;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/**
 * Interpolated modified Kneser–Ney of one order, restated from the definitions over lists and hash
 * maps: slow and obvious, the oracle of {@link NgramModel}.
 */
final class SlowKneserNey {
  private final int order;
  private final int vocabularySize;
  private final Map<List<Integer>, Integer> occurrences = new HashMap<>();
  private final Map<List<Integer>, Set<Integer>> before = new HashMap<>();

  SlowKneserNey(List<int[]> texts, int order, int vocabularySize) {
    this.order = order;
    this.vocabularySize = vocabularySize;
    for (int[] text : texts) {
      for (int end = 1; end < text.length; end++) {
        for (int begin = end; begin >= Math.max(0, end - order + 1); begin--) {
          List<Integer> gram = list(text, begin, end + 1);
          occurrences.merge(gram, 1, Integer::sum);
          before.computeIfAbsent(gram, g -> new HashSet<>());
          if (begin > 0) {
            before.get(gram).add(text[begin - 1]);
          }
        }
      }
    }
  }

  double probability(int[] context, int symbol) {
    int known = Math.min(context.length, order - 1);
    return probability(list(context, context.length - known, context.length), symbol);
  }

  double bitsPerSymbol(List<int[]> texts) {
    double bits = 0;
    long targets = 0;
    for (int[] text : texts) {
      for (int i = 1; i < text.length; i++) {
        bits -= Math.log(probability(Arrays.copyOf(text, i), text[i])) / Math.log(2);
        targets++;
      }
    }
    return bits / targets;
  }

  private double probability(List<Integer> context, int symbol) {
    double below =
        context.isEmpty()
            ? 1.0 / vocabularySize
            : probability(context.subList(1, context.size()), symbol);
    double total = 0;
    double removed = 0;
    double own = 0;
    double[] discounts = discounts(context.size() + 1);
    for (int w = 0; w < vocabularySize; w++) {
      int count = count(append(context, w));
      double discount = discounts[Math.min(count, 3)];
      total += count;
      removed += discount;
      own = w == symbol ? count - discount : own;
    }
    return total == 0 ? below : own / total + removed / total * below;
  }

  private int count(List<Integer> gram) {
    if (gram.size() == order || (gram.size() > 1 && gram.get(0) == 0)) {
      return occurrences.getOrDefault(gram, 0);
    }
    return before.getOrDefault(gram, Set.of()).size();
  }

  private double[] discounts(int symbols) {
    double[] n = new double[5];
    for (List<Integer> gram : occurrences.keySet()) {
      int count = gram.size() == symbols ? count(gram) : 0;
      if (count >= 1 && count <= 4) {
        n[count]++;
      }
    }
    double y = n[1] / (n[1] + 2 * n[2]);
    double[] d = {
      0, 1 - 2 * y * n[2] / n[1], 2 - 3 * y * n[3] / n[2], 3 - 4 * y * n[4] / n[3],
    };
    for (int r = 1; r <= 3; r++) {
      if (!(d[r] > 0 && d[r] <= r)) {
        return new double[] {0, 0.5, 1, 1.5};
      }
    }
    return d;
  }

  private static List<Integer> append(List<Integer> context, int symbol) {
    List<Integer> gram = new ArrayList<>(context);
    gram.add(symbol);
    return gram;
  }

  private static List<Integer> list(int[] symbols, int from, int to) {
    List<Integer> list = new ArrayList<>();
    for (int i = from; i < to; i++) {
      list.add(symbols[i]);
    }
    return list;
  }
}
