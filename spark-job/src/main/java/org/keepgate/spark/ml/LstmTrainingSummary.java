package org.keepgate.spark.ml;

import java.util.List;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.training.EpochEntry;
import org.keepgate.training.History;

/** How the training of a model went: epoch by epoch. */
public final class LstmTrainingSummary {
  private final TrainedModel trained;

  LstmTrainingSummary(TrainedModel trained) {
    this.trained = trained;
  }

  /** The mean training loss of each epoch. */
  public double[] objectiveHistory() {
    return history().epochs().stream().mapToDouble(EpochEntry::trainLoss).toArray();
  }

  /** Epochs begun. */
  public int totalIterations() {
    List<EpochEntry> epochs = history().epochs();
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
  }

  /** Everything that was noted, round by round. */
  public History history() {
    return trained.record().history();
  }
}
