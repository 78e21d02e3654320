package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.ClassFloors;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.report.LearningCurves;
import org.keepgate.spark.trainer.Portion;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/** Classifiers and taggers: accuracy, against the most frequent class and the nearest neighbour. */
final class LabelWorkload implements Workload {
  private static final long MOST_VALUES = 10_000_000; // brought to the driver: 40 MB, held twice
  private static final double MOST_WORK = 4e9; // training rows × test rows × values

  private final boolean tags;

  LabelWorkload(boolean tags) {
    this.tags = tags;
  }

  @Override
  public String targets() {
    return tags ? "tags" : "sequences";
  }

  @Override
  public String metric() {
    return "accuracy";
  }

  @Override
  public String measure(Encoding encoding) {
    return LearningCurves.ACCURACY;
  }

  @Override
  public boolean lowerIsBetter() {
    return false;
  }

  @Override
  public double figure(Evaluation evaluation) {
    return evaluation.accuracy();
  }

  @Override
  public List<Floor> floors(TrainingData data, Settings settings, Console console) {
    Encoding encoding = data.encoding();
    Portion heldOut = data.heldOut();
    if (heldOut == null) {
      return List.of();
    }
    JavaRDD<Sequence> known = data.trainingPortion().sequences(encoding);
    JavaRDD<Sequence> other = heldOut.sequences(encoding);
    ClassCounts train = ClassCounts.of(known, encoding.format());
    ClassCounts test = ClassCounts.of(other, encoding.format());
    List<Floor> floors = new ArrayList<>();
    floors.add(new Floor("majority class", train.majority(test)));
    Standardizer units = encoding.inputs();
    if (tags || units == null) {
      return floors;
    }
    if (train.values() + test.values() > MOST_VALUES || train.work(test) > MOST_WORK) {
      console.note(
          "no nearest neighbour among the floors: "
              + Figures.count(train.values() + test.values())
              + " values are too many to be compared on the driver");
      return floors;
    }
    Floor nearest = nearest(known.collect(), other.collect(), units);
    if (nearest != null) {
      floors.add(nearest);
    }
    return floors;
  }

  /** Null where sequences are not all of the same length. */
  private static @Nullable Floor nearest(
      List<Sequence> train, List<Sequence> test, Standardizer units) {
    float[][] trainRows = rows(train, units);
    float[][] testRows = rows(test, units);
    return trainRows == null || testRows == null || trainRows[0].length != testRows[0].length
        ? null
        : new ClassFloors(trainRows, classes(train), testRows, classes(test)).nearestNeighbour();
  }

  @Override
  public @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return floors == null ? null : floors.floors().get(0); // the majority class
  }

  private static int[] classes(List<Sequence> sequences) {
    return sequences.stream().flatMapToInt(LabelWorkload::classes).toArray();
  }

  private static IntStream classes(Sequence sequence) {
    int[] classes = sequence.classes();
    return classes == null ? IntStream.empty() : IntStream.of(classes);
  }

  /** The raw values of sequences that all have as many; null where they cannot be compared. */
  private static float @Nullable [][] rows(List<Sequence> sequences, Standardizer units) {
    float[][] rows = new float[sequences.size()][];
    for (int i = 0; i < rows.length; i++) {
      float[] features = sequences.get(i).features();
      if (features == null || (i > 0 && features.length != rows[0].length)) {
        return null;
      }
      rows[i] = features.clone();
      units.invert(rows[i]);
    }
    return rows;
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    return PredictionTable.ofLabels(model.encoding(), tags);
  }
}
