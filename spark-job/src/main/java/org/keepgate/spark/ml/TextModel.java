package org.keepgate.spark.ml;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.RowCoding;
import org.keepgate.spark.dataset.TextEncoder;
import org.keepgate.training.setting.Settings;

/**
 * Reads texts, one a row, with a language model: what the models of texts have in common.
 *
 * @param <M> the model itself
 */
public abstract class TextModel<M extends TextModel<M>> extends SequenceModel<M> {
  private static final long serialVersionUID = 1L;

  TextModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
  }

  /**
   * The symbols by their numbers: the end of a text first, then the unknown symbol, then those of
   * the training, the most frequent first.
   */
  public List<String> vocabulary() {
    return symbols().symbols();
  }

  /** The symbols and their numbers. */
  final Vocabulary symbols() {
    Vocabulary symbols = trained().vocabulary();
    if (symbols == null) {
      throw new InputException("the model has no vocabulary, expected a language model with one");
    }
    return symbols;
  }

  @Override
  Settings columns(Settings settings) {
    return settings;
  }

  @Override
  RowCoding encoder(StructType rows) {
    return new TextEncoder(rows, getFeaturesCol(), settings(), encoding());
  }

  @Override
  void adopt(Map<String, Object> settings) {} // a directory of the command line has no columns
}
