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

/** Says the label of each step of a sequence: what {@link LstmTagger} has learned. */
public final class LstmTaggerModel extends SequenceModel<LstmTaggerModel>
    implements ClassParams<LstmTaggerModel> {
  private static final long serialVersionUID = 1L;

  /** A model of no training, for loaders of Spark. */
  public LstmTaggerModel() {
    this(Identifiable.randomUID("lstmTagger"));
  }

  /** A model of no training under a name, for loaders of Spark. */
  public LstmTaggerModel(String uid) {
    this(uid, null);
  }

  LstmTaggerModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
    setDefault(rawPredictionCol(), "rawPrediction");
    setDefault(probabilityCol(), "probability");
  }

  /** The labels that there are, in the order of a probability vector. */
  public List<String> labels() {
    Vocabulary labels = trained().labels();
    return labels == null ? List.of() : labels.symbols();
  }

  /** How many labels there are. */
  public int numClasses() {
    return labels().size();
  }

  @Override
  LstmTaggerModel model(String name) {
    return hasSummary() ? new LstmTaggerModel(name, trained()) : new LstmTaggerModel(name);
  }

  @Override
  StructType added(StructType rows) {
    return TagCells.added(rows, this, this, ClassCells.type(hasSummary() ? labels() : List.of()));
  }

  @Override
  PredictionReader<Object[]> cells() {
    return new TagCells(this, this, labels());
  }

  /** Reads a model that was saved, or trained by the command line. */
  public static MLReader<LstmTaggerModel> read() {
    return new LstmModelReader<>(LstmTaggerModel.class, List.of(Task.TAG), LstmTaggerModel::new);
  }

  /** Loads a model that was saved, or trained by the command line. */
  public static LstmTaggerModel load(String path) {
    return read().load(path);
  }
}
