package org.keepgate.spark.ml;

import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.keepgate.checkpoint.TrainedModel;

/**
 * Learns which symbol of a text follows: a character, a word, or an element of an array. Each row
 * is a text of its own; symbols that training has not seen, or too rarely ({@code minCount}, {@code
 * maxVocabulary}), are one unknown symbol.
 */
public final class LstmLanguageModel extends TextEstimator<TrainedLanguageModel, LstmLanguageModel>
    implements LanguageParams<LstmLanguageModel> {
  private static final long serialVersionUID = 1L;

  public LstmLanguageModel() {
    this(Identifiable.randomUID("lstmLanguageModel"));
  }

  public LstmLanguageModel(String uid) {
    super(uid);
    TrainedLanguageModel.setDefaults(this);
  }

  @Override
  StructType added(StructType rows) {
    return SymbolCells.added(rows, this);
  }

  @Override
  TrainedLanguageModel model(TrainedModel trained) {
    return new TrainedLanguageModel(uid(), trained);
  }

  /** Reads an estimator that was saved. */
  public static MLReader<LstmLanguageModel> read() {
    return new DefaultParamsReader<>();
  }

  /** Loads an estimator that was saved. */
  public static LstmLanguageModel load(String path) {
    return read().load(path);
  }
}
