package org.keepgate.spark.ml;

import java.util.List;
import java.util.Map;
import org.apache.spark.sql.Dataset;
import org.apache.spark.sql.Encoders;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.StateTrace;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.math.Gemm;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.RowCoding;
import org.keepgate.spark.dataset.RowEncoder;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Settings;

/**
 * Predicts for rows that are a sequence each, also for those of a stream: what their models have in
 * common.
 *
 * <p>Predictions agree with those of training to 1e-6, and to the bit for the same sequences side
 * by side.
 *
 * @param <M> the model itself
 */
public abstract class SequenceModel<M extends SequenceModel<M>> extends LstmModel<M>
    implements InputParams<M> {
  private static final long serialVersionUID = 1L;

  SequenceModel(String uid, @Nullable TrainedModel trained) {
    super(uid, trained);
    setDefault(featuresCol(), "features");
  }

  /** The columns that it adds. */
  abstract StructType added(StructType rows);

  /** Reads the cells of these columns off the network, in their order. */
  abstract PredictionReader<Object[]> cells();

  @Override
  Settings columns(Settings settings) {
    return isSet(featuresCol())
        ? settings.with(InputSettings.FEATURES.name(), getFeaturesCol())
        : settings;
  }

  @Override
  public Dataset<Row> transform(Dataset<?> dataset) {
    StructType schema = transformSchema(dataset.schema());
    RowPredictions predictions =
        new RowPredictions(
            trained().spec(),
            parameters(dataset.sparkSession().sparkContext()),
            encoder(dataset.schema()),
            cells(),
            schema.size() - dataset.schema().size(),
            getHandleInvalid());
    return dataset.toDF().mapPartitions(predictions, Encoders.row(schema));
  }

  @Override
  public StructType transformSchema(StructType rows) {
    if (hasSummary()) {
      encoder(rows);
    }
    return added(rows);
  }

  /**
   * What a layer remembers while it reads a row, after each of its steps.
   *
   * @param row of a data set, with the columns that the model reads
   * @param level of the layer, 0 the lowest
   */
  public StateTrace states(Row row, int level) {
    TrainedModel model = trained();
    return StateTrace.of(
        model.spec(), model.parameters(), encoder(row.schema()).encode(row), level, Gemm.chosen());
  }

  /** Reads the rows as sequences. */
  RowCoding encoder(StructType rows) {
    return new RowEncoder(rows, settings(), encoding());
  }

  @Override
  void adopt(Map<String, Object> settings) {
    if (settings.get(InputSettings.FEATURES.name()) instanceof List<?> names && names.size() == 1) {
      setFeaturesCol(String.valueOf(names.get(0)));
    }
  }
}
