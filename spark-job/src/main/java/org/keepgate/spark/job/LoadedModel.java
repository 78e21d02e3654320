package org.keepgate.spark.job;

import org.apache.hadoop.conf.Configuration;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.spark.dataset.AllSettings;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.HadoopFileTree;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/** A model out of its directory, with the task and the settings that it reads inputs by. */
record LoadedModel(TrainedModel model, Task task, Settings settings) {

  /**
   * Reads a model.
   *
   * @throws org.keepgate.sequence.InputException when the directory is not one, or is damaged
   */
  static LoadedModel read(String uri, Configuration hadoop) {
    TrainedModel model = ModelDirectory.read(HadoopFileTree.of(uri, hadoop));
    Task task = Task.of(model.task());
    Settings settings = Settings.defaults(AllSettings.CATALOG, task).withAll(model.settings());
    return new LoadedModel(model, task, settings);
  }

  /** How the model's input becomes numbers. */
  Encoding encoding() {
    return new Encoding(
        model.spec().format(),
        model.vocabulary(),
        model.labels(),
        model.inputStandardizer(),
        model.targetStandardizer());
  }
}
