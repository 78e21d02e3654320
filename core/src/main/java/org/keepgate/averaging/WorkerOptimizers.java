package org.keepgate.averaging;

import java.io.Serializable;
import java.util.List;
import org.keepgate.optimizer.OptimizerState;

/**
 * The optimizer states that workers keep from round to round, one each, wherever they are: in this
 * JVM, or on the executors of a cluster, from where they come only when somebody asks. Never
 * written to.
 */
public interface WorkerOptimizers {

  /** Workers that keep one; 0 where none does. */
  int size();

  /** All that is small of each state, in the order of the workers. */
  List<Outline> outlines();

  /** One vector of a worker's state. May come from another machine. */
  float[] vector(int worker, int index);

  /** A worker's whole state; without vectors it stands for zeros. */
  default OptimizerState get(int worker) {
    Outline outline = outlines().get(worker);
    float[][] vectors = new float[outline.vectors()][];
    for (int i = 0; i < vectors.length; i++) {
      vectors[i] = vector(worker, i);
    }
    return new OptimizerState(outline.step(), vectors);
  }

  /** What a state has but for its values: steps made, and vectors. */
  record Outline(long step, int vectors) implements Serializable {

    /** Of a state. */
    public static Outline of(OptimizerState state) {
      return new Outline(state.step(), state.vectors().length);
    }
  }

  /** Where no worker keeps one. */
  static WorkerOptimizers none() {
    return here(List.of());
  }

  /** States in this JVM, in the order of the workers. */
  static WorkerOptimizers here(List<OptimizerState> states) {
    return new OptimizersHere(List.copyOf(states));
  }
}
