package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Task;

/**
 * Says how probable a text is and what may follow, and writes texts itself: what {@link
 * LstmLanguageModel} has learned.
 *
 * <p>The prediction is the symbol that most probably follows a row's text, {@code <boundary>} where
 * that is its end; the places of a probability vector are the {@link #vocabulary}.
 */
public final class TrainedLanguageModel extends TextModel<TrainedLanguageModel>
    implements LanguageParams<TrainedLanguageModel> {
  private static final long serialVersionUID = 1L;

  /** A model of no training, for loaders of Spark. */
  public TrainedLanguageModel() {
    this(Identifiable.randomUID("lstmLanguageModel"));
  }

  /** A model of no training under a name, for loaders of Spark. */
  public TrainedLanguageModel(String uid) {
    this(uid, null);
  }

  TrainedLanguageModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
    setDefaults(this);
  }

  /** The usual columns of a language model. */
  static void setDefaults(LanguageParams<?> stage) {
    stage.setDefault(stage.bitsPerSymbolCol(), "bitsPerSymbol");
    stage.setDefault(stage.perplexityCol(), "perplexity");
    stage.setDefault(stage.symbolCountCol(), "symbolCount");
    stage.setDefault(stage.probabilityCol(), "");
  }

  /**
   * Goes on with a text: {@code length} symbols, or fewer where the model ends it. The same seed
   * gives the same text.
   *
   * @param temperature 1 = as probable as the model says; 0 = always the most probable
   */
  public String generate(String prime, int length, double temperature, long seed) {
    return generator().generate(prime, length, temperature, seed);
  }

  /** Goes on with symbols of arrays. */
  public List<String> generate(List<String> prime, int length, double temperature, long seed) {
    return generator().generate(prime, length, temperature, seed);
  }

  private TextGenerator generator() {
    return new TextGenerator(trained(), "the model");
  }

  @Override
  TrainedLanguageModel model(String name) {
    return hasSummary()
        ? new TrainedLanguageModel(name, trained())
        : new TrainedLanguageModel(name);
  }

  @Override
  StructType added(StructType rows) {
    return SymbolCells.added(rows, this);
  }

  @Override
  PredictionReader<Object[]> cells() {
    return new SymbolCells(this, symbols());
  }

  /** Reads a model that was saved, or trained by the command line. */
  public static MLReader<TrainedLanguageModel> read() {
    return new LstmModelReader<>(
        TrainedLanguageModel.class, List.of(Task.LANGUAGE_MODEL), TrainedLanguageModel::new);
  }

  /** Loads a model that was saved, or trained by the command line. */
  public static TrainedLanguageModel load(String path) {
    return read().load(path);
  }
}
