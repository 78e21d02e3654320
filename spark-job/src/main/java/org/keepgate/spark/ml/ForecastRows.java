package org.keepgate.spark.ml;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.spark.trainer.PredictionReader;

/** A forecast and the key of the row that it is of; travels to executors. */
final class ForecastRows implements PredictionReader<Row> {
  private static final long serialVersionUID = 1L;

  /** The column of keys. */
  static final String KEY = "keepgate_forecast_of";

  private final @Nullable Standardizer units;

  ForecastRows(TrainedModel model) {
    this.units = model.targetStandardizer();
  }

  static StructType schema(String prediction) {
    return new StructType().add(KEY, DataTypes.StringType).add(prediction, DataTypes.DoubleType);
  }

  @Override
  public Reading<Row> begin(Sequence sequence) {
    String key = sequence.key();
    List<Row> rows = new ArrayList<>(1);
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        float[] value = {outputs[0]};
        if (units != null) {
          units.invert(value);
        }
        rows.add(RowFactory.create(key, (double) value[0]));
      }

      @Override
      public List<Row> finish() {
        return rows;
      }
    };
  }
}
