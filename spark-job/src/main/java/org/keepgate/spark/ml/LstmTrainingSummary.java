package org.keepgate.spark.ml;

import java.awt.image.BufferedImage;
import java.util.List;
import org.apache.spark.ml.classification.TrainingSummary;
import org.apache.spark.ml.util.Summary;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.report.CurvePicture;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.report.LearningCurve;
import org.keepgate.spark.report.LearningCurves;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.training.EpochEntry;
import org.keepgate.training.History;
import org.keepgate.training.RoundCosts;
import org.keepgate.training.RoundEntry;

/**
 * How the training of a model went, in numbers and in pictures for a notebook. Of Spark's types for
 * summaries because a server of Spark Connect hands out the loss by epoch of no others.
 */
public final class LstmTrainingSummary implements TrainingSummary, Summary {
  private static final int WIDTH = 800; // of a picture, in pixels
  private static final int HEIGHT = 400;

  private final TrainedModel trained;

  LstmTrainingSummary(TrainedModel trained) {
    this.trained = trained;
  }

  /** The mean training loss of each epoch. */
  @Override
  public double[] objectiveHistory() {
    return history().epochs().stream().mapToDouble(EpochEntry::trainLoss).toArray();
  }

  /** The validation loss at the end of each epoch; NaN where nothing was validated. */
  public double[] validationHistory() {
    return history().epochs().stream()
        .mapToDouble(epoch -> epoch.validation().getOrDefault("loss", Double.NaN))
        .toArray();
  }

  /** Epochs begun. */
  @Override
  public int totalIterations() {
    List<EpochEntry> epochs = history().epochs();
    return epochs.isEmpty() ? 0 : epochs.get(epochs.size() - 1).epoch();
  }

  /** Everything that was noted, round by round. */
  public History history() {
    return trained.record().history();
  }

  /** What the rounds of several workers have cost, and whether they paid. */
  public RoundCosts roundCosts() {
    return RoundCosts.of(history().rounds(), trained.record().options().numWorkers());
  }

  /**
   * The learning curve of the task's first measure, such as bits per symbol or the loss, as an
   * image.
   *
   * @throws IllegalStateException when no epoch was trained
   */
  public BufferedImage learningCurve() {
    List<LearningCurve> curves = curves();
    if (curves.isEmpty()) {
      throw new IllegalStateException("no round was trained: there is no learning curve to draw");
    }
    return CurvePicture.of(curves.get(0), WIDTH, HEIGHT);
  }

  /** Curves and costs of rounds as one HTML page that needs nothing else. */
  public String html() {
    List<RoundEntry> rounds = history().rounds();
    ReportContent content =
        new ReportContent(
            "Keepgate: " + trained.task(),
            "Trained in " + totalIterations() + " epochs, " + rounds.size() + " rounds.");
    curves().forEach(content::curve);
    if (trained.record().options().numWorkers() > 1) {
      RoundCosts costs = roundCosts();
      content.rounds(costs.sentence() + ".", costs.table());
    }
    return HtmlReport.render(content);
  }

  private List<LearningCurve> curves() {
    return LearningCurves.of(history(), trained.spec().format().targetKind());
  }
}
