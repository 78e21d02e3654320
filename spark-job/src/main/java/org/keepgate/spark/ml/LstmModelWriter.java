package org.keepgate.spark.ml;

import org.apache.spark.ml.util.DefaultParamsWriter;
import org.apache.spark.ml.util.MLWriter;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.spark.trainer.HadoopFileTree;

/**
 * Writes a model as the command line does, with Spark's metadata (uid and params) beside it: one
 * directory for both.
 */
final class LstmModelWriter extends MLWriter {
  private final LstmModel<?> model;

  LstmModelWriter(LstmModel<?> model) {
    this.model = model;
  }

  @Override
  public void saveImpl(String path) {
    ModelDirectory.write(
        model.trained(),
        HadoopFileTree.of(path, sparkSession().sparkContext().hadoopConfiguration()),
        false);
    DefaultParamsWriter.saveMetadata(model, path, sparkSession());
  }
}
