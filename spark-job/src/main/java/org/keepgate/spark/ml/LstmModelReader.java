package org.keepgate.spark.ml;

import java.io.IOException;
import java.util.List;
import java.util.function.BiFunction;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.ml.util.DefaultParamsReader;
import org.apache.spark.ml.util.Identifiable;
import org.apache.spark.ml.util.MLReader;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.ModelDirectory;
import org.keepgate.checkpoint.TrainedModel;
import org.keepgate.sequence.InputException;
import org.keepgate.spark.trainer.HadoopFileTree;
import org.keepgate.training.setting.Task;
import scala.Option;

/**
 * Reads a model that {@link LstmModelWriter} or the command line has written.
 *
 * @param <M> the model
 */
final class LstmModelReader<M extends LstmModel<M>> extends MLReader<M> {
  private final Class<M> type;
  private final List<Task> tasks;
  private final BiFunction<String, TrainedModel, M> maker;

  /**
   * @param tasks of which the model must be one
   * @param maker makes the model of a uid and a training
   */
  LstmModelReader(Class<M> type, List<Task> tasks, BiFunction<String, TrainedModel, M> maker) {
    this.type = type;
    this.tasks = tasks;
    this.maker = maker;
  }

  @Override
  public M load(String path) {
    Configuration hadoop = sparkSession().sparkContext().hadoopConfiguration();
    FileTree folder = HadoopFileTree.of(path, hadoop);
    TrainedModel trained = ModelDirectory.read(folder);
    trained.requireTask(tasks.stream().map(Task::key).toList(), path);
    if (!hasMetadata(folder, path)) {
      M model = maker.apply(Identifiable.randomUID(type.getSimpleName()), trained);
      model.adopt(trained.settings());
      return model;
    }
    DefaultParamsReader.Metadata metadata =
        DefaultParamsReader.loadMetadata(path, sparkSession(), type.getName());
    M model = maker.apply(metadata.uid(), trained);
    metadata.getAndSetParams(model, Option.empty());
    return model;
  }

  private static boolean hasMetadata(FileTree folder, String path) {
    try {
      return folder.list().contains("metadata");
    } catch (IOException e) {
      throw new InputException("the model " + path + " cannot be read: " + e.getMessage(), e);
    }
  }
}
