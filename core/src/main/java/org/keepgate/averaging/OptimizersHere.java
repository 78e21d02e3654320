package org.keepgate.averaging;

import java.util.List;
import org.keepgate.optimizer.OptimizerState;

/** {@link WorkerOptimizers} in this JVM. */
record OptimizersHere(List<OptimizerState> states) implements WorkerOptimizers {

  @Override
  public int size() {
    return states.size();
  }

  @Override
  public List<Outline> outlines() {
    return states.stream().map(Outline::of).toList();
  }

  @Override
  public float[] vector(int worker, int index) {
    return states.get(worker).vectors()[index];
  }

  @Override
  public OptimizerState get(int worker) {
    return states.get(worker);
  }
}
