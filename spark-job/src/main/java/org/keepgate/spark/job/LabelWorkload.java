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
  private static final long MOST_VALUES = 50_000_000; // that are brought to the driver
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
    long values = known.map(LabelWorkload::size).fold(0L, Long::sum);
    if (values > MOST_VALUES) {
      console.note(
          "no floors: the training part is too large to be brought together ("
              + Figures.count(values)
              + " values)");
      return List.of();
    }
    List<Sequence> train = known.collect();
    List<Sequence> test = heldOut.sequences(encoding).collect();
    double majority = ClassFloors.majority(classes(train), classes(test));
    List<Floor> floors = new ArrayList<>();
    floors.add(new Floor("majority class", majority));
    float[][] trainRows = rows(train, encoding.inputs());
    float[][] testRows = rows(test, encoding.inputs());
    if (trainRows != null
        && testRows != null
        && trainRows[0].length == testRows[0].length
        && (double) trainRows.length * testRows.length * trainRows[0].length <= MOST_WORK) {
      floors.add(
          new ClassFloors(trainRows, classes(train), testRows, classes(test)).nearestNeighbour());
    }
    return floors;
  }

  @Override
  public @Nullable Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    return floors == null ? null : floors.floors().get(0); // the majority class
  }

  private static long size(Sequence sequence) {
    float[] features = sequence.features();
    return features == null ? sequence.rows() : features.length;
  }

  private static int[] classes(List<Sequence> sequences) {
    return sequences.stream().flatMapToInt(LabelWorkload::classes).toArray();
  }

  private static IntStream classes(Sequence sequence) {
    int[] classes = sequence.classes();
    return classes == null ? IntStream.empty() : IntStream.of(classes);
  }

  /** The raw values of sequences that all have as many; null where they cannot be compared. */
  private float @Nullable [][] rows(List<Sequence> sequences, @Nullable Standardizer units) {
    float[][] rows = new float[sequences.size()][];
    for (int i = 0; i < rows.length; i++) {
      float[] features = sequences.get(i).features();
      if (tags || features == null || units == null || features.length != sizeOfFirst(sequences)) {
        return null;
      }
      rows[i] = features.clone();
      units.invert(rows[i]);
    }
    return rows;
  }

  private static long sizeOfFirst(List<Sequence> sequences) {
    return size(sequences.get(0));
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    return PredictionTable.ofLabels(model.encoding(), tags);
  }
}
