package org.keepgate.spark.ml;

import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.param.Param;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.Task;

/**
 * Says what a trained network has made of a sequence, as a vector for any other estimator: the
 * outputs h of its top layer, H numbers in [−1, 1] with an LSTM, of bidirectional layers 2 H.
 *
 * <p>The vector takes the place of a prediction: {@code predictionCol}, by default "encoding".
 * Models of {@link LstmClassifier}, {@link LstmTagger} and {@link LstmRegressor} encode, and those
 * of the command line's tasks of the same names.
 */
public final class LstmEncoder extends SequenceModel<LstmEncoder> {
  private static final long serialVersionUID = 1L;

  /** What becomes of the steps of a sequence. */
  static final Setting<String> POOLING =
      Setting.choice(
          "pooling",
          "what of a sequence's steps is encoded: the last (of a layer in reverse, its own last),"
              + " their mean, or each unit's largest output",
          List.of("last", "mean", "max"));

  /** An encoder of no network, for loaders of Spark. */
  public LstmEncoder() {
    this(Identifiable.randomUID("lstmEncoder"));
  }

  /** An encoder of no network under a name, for loaders of Spark. */
  public LstmEncoder(String uid) {
    this(uid, null);
  }

  LstmEncoder(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
    setDefault(predictionCol(), "encoding");
    setDefault(pooling(), "last");
  }

  /** An encoder by the network of a model, which reads the same columns. */
  public static LstmEncoder of(SequenceModel<?> model) {
    LstmEncoder encoder =
        new LstmEncoder(Identifiable.randomUID("lstmEncoder"), model.trained())
            .setHandleInvalid(model.getHandleInvalid());
    if (model.isDefined(model.featuresCol())) {
      encoder.setFeaturesCol(model.getFeaturesCol());
    }
    return encoder;
  }

  /** {@link #POOLING}. */
  public Param<String> pooling() {
    return textParam(POOLING);
  }

  public String getPooling() {
    return valueOf(POOLING);
  }

  public LstmEncoder setPooling(String value) {
    return with(POOLING, value);
  }

  /** How many numbers a sequence becomes. */
  public int encodingSize() {
    return trained().spec().topWidth();
  }

  @Override
  LstmEncoder model(String name) {
    return hasSummary() ? new LstmEncoder(name, trained()) : new LstmEncoder(name);
  }

  @Override
  StructType added(StructType rows) {
    return new OutputSchema(rows).and(getPredictionCol(), SQLDataTypes.VectorType()).schema();
  }

  @Override
  PredictionReader<Object[]> cells() {
    return new EncodingCells(
        getPooling(), trained().spec().stack().bidirectional(), !getPredictionCol().isEmpty());
  }

  /** Reads an encoder that was saved, or a model that encodes. */
  public static MLReader<LstmEncoder> read() {
    return new LstmModelReader<>(
        LstmEncoder.class, List.of(Task.CLASSIFY, Task.TAG, Task.REGRESS), LstmEncoder::new);
  }

  /** Loads an encoder that was saved, or a model of the command line that encodes. */
  public static LstmEncoder load(String path) {
    return read().load(path);
  }
}
