package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Task;

/** Says the class of a sequence: what {@link LstmClassifier} has learned. */
public final class LstmClassificationModel extends SequenceModel<LstmClassificationModel>
    implements ClassParams<LstmClassificationModel> {
  private static final long serialVersionUID = 1L;

  /** A model of no training, for loaders of Spark. */
  public LstmClassificationModel() {
    this(Identifiable.randomUID("lstmClassifier"));
  }

  /** A model of no training under a name, for loaders of Spark. */
  public LstmClassificationModel(String uid) {
    this(uid, null);
  }

  LstmClassificationModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(probabilityCol(), "probability");
  }

  /** The classes, in the order of a probability vector. */
  public List<String> labels() {
    Vocabulary labels = trained().labels();
    return labels == null ? List.of() : labels.symbols();
  }

  /** How many classes there are. */
  public int numClasses() {
    return labels().size();
  }

  @Override
  LstmClassificationModel model(String name) {
    return hasSummary()
        ? new LstmClassificationModel(name, trained())
        : new LstmClassificationModel(name);
  }

  @Override
  StructType added(StructType rows) {
    return ClassCells.added(rows, this, this, ClassCells.type(hasSummary() ? labels() : List.of()));
  }

  @Override
  PredictionReader<Object[]> cells() {
    return ClassCells.of(this, this, labels());
  }

  /** Reads a model that was saved, or trained by the command line. */
  public static MLReader<LstmClassificationModel> read() {
    return new LstmModelReader<>(
        LstmClassificationModel.class, List.of(Task.CLASSIFY), LstmClassificationModel::new);
  }

  /** Loads a model that was saved, or trained by the command line. */
  public static LstmClassificationModel load(String path) {
    return read().load(path);
  }
}
