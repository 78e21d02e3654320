package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Task;

/** Says a number, or a vector of numbers, of a sequence: what {@link LstmRegressor} has learned. */
public final class LstmRegressionModel extends SequenceModel<LstmRegressionModel> {
  private static final long serialVersionUID = 1L;

  /** A model of no training, for loaders of Spark. */
  public LstmRegressionModel() {
    this(Identifiable.randomUID("lstmRegressor"));
  }

  /** A model of no training under a name, for loaders of Spark. */
  public LstmRegressionModel(String uid) {
    this(uid, null);
  }

  LstmRegressionModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
  }

  /** How many numbers it says of a sequence. */
  public int numTargets() {
    return trained().spec().format().outputSize();
  }

  @Override
  LstmRegressionModel model(String name) {
    return hasSummary() ? new LstmRegressionModel(name, trained()) : new LstmRegressionModel(name);
  }

  @Override
  StructType added(StructType rows) {
    return ValueCells.added(rows, this, hasSummary() && numTargets() > 1);
  }

  @Override
  PredictionReader<Object[]> cells() {
    return new ValueCells(this, trained());
  }

  /** Reads a model that was saved, or trained by the command line. */
  public static MLReader<LstmRegressionModel> read() {
    return new LstmModelReader<>(
        LstmRegressionModel.class, List.of(Task.REGRESS), LstmRegressionModel::new);
  }

  /** Loads a model that was saved, or trained by the command line. */
  public static LstmRegressionModel load(String path) {
    return read().load(path);
  }
}
