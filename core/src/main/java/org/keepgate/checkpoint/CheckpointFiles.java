package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;
import org.keepgate.averaging.AveragingState;
import org.keepgate.averaging.WorkerOptimizers;
import org.keepgate.averaging.WorkerOptimizers.Outline;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.OptimizerState;
import org.keepgate.sequence.InputException;
import org.keepgate.training.EarlyStoppingState;
import org.keepgate.training.History;
import org.keepgate.training.PlateauState;
import org.keepgate.training.TrainingOptions;
import org.keepgate.training.TrainingState;

/**
 * One checkpoint as a folder of files.
 *
 * <pre>
 *   checkpoint.json     format and version, network, options, data fingerprints, environment,
 *                       position in the run, what schedules and early stopping remember, history
 *   state.safetensors   flat float32 vectors in the order of the layout: parameters,
 *                       optimizer.0 …, bestParameters, blockUpdate, optimizer.w.0 … of worker w
 *                       where workers keep their own; and carried.0 …, one a worker
 *   manifest.json       length and SHA-256 of both; written last
 * </pre>
 *
 * <p>Version 1 knows neither what averaging remembers nor the validation data; it is read as that
 * of a plain average.
 */
final class CheckpointFiles {
  static final String FORMAT = "keepgate-checkpoint";
  static final int FORMAT_VERSION = 2;
  static final String DESCRIPTION = "checkpoint.json";
  static final String STATE = "state.safetensors";

  private static final String TRAINING_DATA = "dataFingerprint";
  private static final String VALIDATION_DATA = "validationFingerprint";
  private static final String PARAMETERS = "parameters";
  private static final String BEST_PARAMETERS = "bestParameters";
  private static final String OPTIMIZER = "optimizer.";
  private static final String BLOCK_UPDATE = "blockUpdate";
  private static final String CARRIED = "carried.";

  private CheckpointFiles() {}

  static void write(Checkpoint checkpoint, FileTree tree) throws IOException {
    SealedFolderWriter folder = new SealedFolderWriter(tree);
    folder.write(DESCRIPTION, JsonFields.bytes(description(checkpoint)));
    folder.write(
        STATE,
        out -> SafeTensorsWriter.write(out, tensors(checkpoint.state()), Map.of("format", FORMAT)));
    folder.seal();
  }

  static Checkpoint read(FileTree tree) throws IOException {
    SealedFolderReader folder = new SealedFolderReader(tree);
    JsonFields json = folder.json(DESCRIPTION);
    FormatHeader.check(json, folder.describe(DESCRIPTION), FORMAT, FORMAT_VERSION);
    NetworkSpec spec = NetworkSpecJson.fromJson(json.object("network"));
    TrainingOptions options = TrainingOptionsJson.fromJson(json.object("options"));
    String file = folder.describe(STATE);
    Map<String, float[]> tensors =
        folder.read(STATE, in -> readAll(new SafeTensorsReader(in, file)));
    return new Checkpoint(
        spec,
        options,
        new DataFingerprints(
            json.text(TRAINING_DATA),
            json.has(VALIDATION_DATA) ? json.text(VALIDATION_DATA) : DataFingerprints.UNKNOWN),
        TrainingRecordJson.environment(json),
        state(json, new Tensors(file, tensors)));
  }

  private static ObjectNode description(Checkpoint checkpoint) {
    TrainingState state = checkpoint.state();
    ObjectNode json = FormatHeader.start(FORMAT, FORMAT_VERSION);
    json.put("round", state.round());
    json.put("epoch", state.epoch());
    json.put("nextMinibatch", state.nextMinibatch());
    putOptimizer(json, Outline.of(state.optimizer()));
    json.put("workers", state.carriedByWorker().length);
    putAveraging(json.putObject("averaging"), state.averaging());
    json.putObject("plateau")
        .put("worse", state.plateau().worse())
        .<ObjectNode>set("factor", JsonFields.number(state.plateau().factor()))
        .set("best", JsonFields.number(state.plateau().best()));
    json.putObject("earlyStopping")
        .put("bestRound", state.earlyStopping().bestRound())
        .put("worse", state.earlyStopping().worse())
        .put("hasBestParameters", state.earlyStopping().bestParameters() != null)
        .set("best", JsonFields.number(state.earlyStopping().best()));
    json.put(TRAINING_DATA, checkpoint.data().training());
    json.put(VALIDATION_DATA, checkpoint.data().validation());
    json.set("network", NetworkSpecJson.toJson(checkpoint.spec()));
    json.set("options", TrainingOptionsJson.toJson(checkpoint.options()));
    TrainingRecordJson.putEnvironment(json, checkpoint.environment());
    HistoryJson.put(json, state.history());
    return json;
  }

  private static void putAveraging(ObjectNode json, AveragingState averaging) {
    json.put("hasBlockUpdate", averaging.blockUpdate().length > 0);
    json.put("virtualSteps", averaging.virtualSteps());
    json.put("learningRate", averaging.learningRate());
    ArrayNode optimizers = json.putArray("optimizers");
    averaging.optimizers().outlines().forEach(own -> putOptimizer(optimizers.addObject(), own));
  }

  private static void putOptimizer(ObjectNode json, Outline optimizer) {
    json.put("optimizerStep", optimizer.step());
    json.put("optimizerVectors", optimizer.vectors());
  }

  private static List<NamedTensor> tensors(TrainingState state) {
    List<NamedTensor> tensors = new ArrayList<>();
    tensors.add(vector(PARAMETERS, state.parameters()));
    addAll(tensors, OPTIMIZER, state.optimizer().vectors());
    float[] blockUpdate = state.averaging().blockUpdate();
    if (blockUpdate.length > 0) {
      tensors.add(vector(BLOCK_UPDATE, blockUpdate));
    }
    addKept(tensors, state.averaging().optimizers(), state.parameters().length);
    addAll(tensors, CARRIED, state.carriedByWorker());
    float @Nullable [] best = state.earlyStopping().bestParameters();
    if (best != null) {
      tensors.add(vector(BEST_PARAMETERS, best));
    }
    return tensors;
  }

  /** Vectors of the workers' own come when they are written, one at a time. */
  private static void addKept(List<NamedTensor> tensors, WorkerOptimizers kept, int length) {
    List<Outline> outlines = kept.outlines();
    for (int w = 0; w < outlines.size(); w++) {
      int worker = w;
      for (int i = 0; i < outlines.get(w).vectors(); i++) {
        int index = i;
        tensors.add(
            new NamedTensor(
                OPTIMIZER + w + "." + i, new int[] {length}, () -> kept.vector(worker, index)));
      }
    }
  }

  private static void addAll(List<NamedTensor> tensors, String prefix, float[][] vectors) {
    for (int i = 0; i < vectors.length; i++) {
      tensors.add(vector(prefix + i, vectors[i]));
    }
  }

  private static NamedTensor vector(String name, float[] values) {
    return new NamedTensor(name, new int[] {values.length}, () -> values);
  }

  private static Map<String, float[]> readAll(SafeTensorsReader reader) throws IOException {
    Map<String, float[]> tensors = new HashMap<>();
    for (SafeTensorsReader.Tensor tensor : reader.tensors()) {
      tensors.put(tensor.name(), reader.next());
    }
    reader.end();
    return tensors;
  }

  private static TrainingState state(JsonFields json, Tensors tensors) {
    float[] parameters = tensors.take(PARAMETERS);
    OptimizerState optimizerState = optimizer(json, OPTIMIZER, tensors, parameters.length);
    JsonFields plateau = json.object("plateau");
    History history = HistoryJson.get(json);
    return new TrainingState(
        parameters,
        optimizerState,
        json.has("averaging")
            ? averaging(json.object("averaging"), tensors, parameters.length)
            : AveragingState.none(),
        json.integer("round"),
        json.integer("epoch"),
        json.integer("nextMinibatch"),
        tensors.takeAll(CARRIED, json.integer("workers")),
        new PlateauState(
            plateau.number("factor"), plateau.number("best"), plateau.integer("worse")),
        earlyStopping(json.object("earlyStopping"), tensors, parameters.length),
        history);
  }

  private static AveragingState averaging(JsonFields json, Tensors tensors, int length) {
    float[] update = new float[0];
    if (json.flag("hasBlockUpdate")) {
      update = tensors.take(BLOCK_UPDATE);
      tensors.requireLength(BLOCK_UPDATE, update, length);
    }
    List<OptimizerState> optimizers = new ArrayList<>();
    for (JsonFields own : json.objects("optimizers")) {
      optimizers.add(optimizer(own, OPTIMIZER + optimizers.size() + ".", tensors, length));
    }
    return new AveragingState(
        update,
        json.number("virtualSteps"),
        json.number("learningRate"),
        WorkerOptimizers.here(optimizers));
  }

  private static OptimizerState optimizer(
      JsonFields json, String prefix, Tensors tensors, int length) {
    float[][] vectors = tensors.takeAll(prefix, json.integer("optimizerVectors"));
    for (float[] vector : vectors) {
      tensors.requireLength(prefix, vector, length);
    }
    return json.build(() -> new OptimizerState(json.longInteger("optimizerStep"), vectors));
  }

  private static EarlyStoppingState earlyStopping(JsonFields json, Tensors tensors, int length) {
    float[] best = null;
    if (json.flag("hasBestParameters")) {
      best = tensors.take(BEST_PARAMETERS);
      tensors.requireLength(BEST_PARAMETERS, best, length);
    }
    return new EarlyStoppingState(
        json.number("best"), json.integer("bestRound"), json.integer("worse"), best);
  }

  /** The vectors of a file by name; each is asked for once. */
  private record Tensors(String file, Map<String, float[]> byName) {

    float[] take(String name) {
      float[] tensor = byName.remove(name);
      if (tensor == null) {
        throw new InputException(file + " has no tensor '" + name + "'");
      }
      return tensor;
    }

    float[][] takeAll(String prefix, int count) {
      float[][] vectors = new float[count][];
      for (int i = 0; i < count; i++) {
        vectors[i] = take(prefix + i);
      }
      return vectors;
    }

    void requireLength(String name, float[] tensor, int expected) {
      if (tensor.length != expected) {
        throw new InputException(
            file + ": '" + name + "' has " + tensor.length + " values, expected " + expected);
      }
    }
  }
}
