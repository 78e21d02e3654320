package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.InputStream;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.jspecify.annotations.Nullable;
import org.keepgate.network.NetworkSpec;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Vocabulary;

/**
 * A trained model as a folder of files that a stranger can open.
 *
 * <pre>
 *   config.json         format and version, task, network, the task's settings, which parts there are
 *   model.safetensors   the parameters by name, float32, row-major; the same for equal parameters
 *   vocabulary.json     symbols of the input            (only with symbols)
 *   labels.json         names of the classes            (only with classes)
 *   standardizer.json   means and scales                (only where values are standardized)
 *   training.json       history, options, data fingerprint, environment
 *   manifest.json       length and SHA-256 of the files above; written last
 * </pre>
 *
 * <p>A model is published whole: it is written under another name beside its place and then
 * renamed, so that a failure leaves nothing, and never harms the model that it was to replace.
 * Where folders are renamed file by file (object stores), a program that is killed meanwhile may
 * leave a part of a model, which is refused by its manifest, and put right by the next one that
 * writes there.
 */
public final class ModelDirectory {
  static final String FORMAT = "keepgate-model";
  static final int FORMAT_VERSION = 1;
  static final String CONFIG = "config.json";
  static final String PARAMETERS = "model.safetensors";
  static final String VOCABULARY = "vocabulary.json";
  static final String LABELS = "labels.json";
  static final String STANDARDIZER = "standardizer.json";
  static final String TRAINING = "training.json";

  private static final String PARTS = "parts";

  private static final Set<String> FILES =
      Set.of(CONFIG, PARAMETERS, VOCABULARY, LABELS, STANDARDIZER, TRAINING, Manifest.FILE);

  private ModelDirectory() {}

  /**
   * Checks, before any work is done, that a model can be written: nothing is there that may not be
   * replaced, and the place can be written to.
   *
   * @throws InputException when it cannot
   */
  public static void requireWritable(FileTree tree, boolean overwrite) {
    new Publication(tree, overwrite, FILES).rehearse();
  }

  /**
   * Whether what is there is a model of the training that these checkpoints belong to: of the same
   * network, options and data.
   */
  public static boolean isOf(FileTree tree, CheckpointStore checkpoints) {
    try {
      if (!tree.contains(Manifest.FILE)) {
        return false;
      }
      TrainedModel model = read(tree);
      TrainingRecord record = model.record();
      Optional<Checkpoint> newest = checkpoints.latest();
      return newest.isPresent()
          && newest.get().isOf(model.spec(), record.options(), record.dataFingerprint());
    } catch (InputException | IOException e) {
      return false;
    }
  }

  /**
   * Writes a model.
   *
   * @param overwrite whether a model that is there is replaced; other folders never are
   * @throws InputException when something is there already, or cannot be written; then nothing of
   *     the model is left behind
   */
  public static void write(TrainedModel model, FileTree tree, boolean overwrite) {
    new Publication(tree, overwrite, FILES).publish(draft -> writeFiles(model, draft));
  }

  /**
   * Reads a model.
   *
   * @throws InputException when the folder is not a model, is not whole, or is of an unknown
   *     version; the sentence names the file and the expectation
   */
  public static TrainedModel read(FileTree tree) {
    try {
      if (!tree.exists()) {
        throw new InputException(tree.location() + " does not exist, expected a model directory");
      }
      checkHeader(tree);
      return readFiles(new SealedFolderReader(tree));
    } catch (IOException e) {
      throw new InputException(
          "the model " + tree.location() + " cannot be read: " + Failures.describe(e), e);
    }
  }

  private static void writeFiles(TrainedModel model, FileTree draft) throws IOException {
    SealedFolderWriter folder = new SealedFolderWriter(draft);
    folder.write(CONFIG, JsonFields.bytes(config(model)));
    folder.write(
        PARAMETERS,
        out ->
            SafeTensorsWriter.write(
                out,
                ParameterTensors.of(model.spec().layout(), model.parameters()),
                Map.of("format", FORMAT, "formatVersion", Integer.toString(FORMAT_VERSION))));
    writeVocabulary(folder, VOCABULARY, model.vocabulary());
    writeVocabulary(folder, LABELS, model.labels());
    if (parts(model).contains(STANDARDIZER)) {
      ObjectNode json =
          StandardizerJson.toJson(model.inputStandardizer(), model.targetStandardizer());
      folder.write(STANDARDIZER, JsonFields.bytes(json));
    }
    folder.write(TRAINING, JsonFields.bytes(TrainingRecordJson.toJson(model.record())));
    folder.seal();
  }

  private static ObjectNode config(TrainedModel model) {
    ObjectNode json = FormatHeader.start(FORMAT, FORMAT_VERSION);
    json.put("task", model.task());
    json.set("network", NetworkSpecJson.toJson(model.spec()));
    json.set("settings", JsonValues.toJson(model.settings()));
    ArrayNode parts = json.putArray(PARTS);
    parts(model).forEach(parts::add);
    return json;
  }

  /** The files that not every model has. */
  private static List<String> parts(TrainedModel model) {
    List<String> parts = new ArrayList<>();
    if (model.vocabulary() != null) {
      parts.add(VOCABULARY);
    }
    if (model.labels() != null) {
      parts.add(LABELS);
    }
    if (model.inputStandardizer() != null || model.targetStandardizer() != null) {
      parts.add(STANDARDIZER);
    }
    return parts;
  }

  private static void writeVocabulary(
      SealedFolderWriter folder, String name, @Nullable Vocabulary vocabulary) throws IOException {
    if (vocabulary != null) {
      folder.write(name, JsonFields.bytes(VocabularyJson.toJson(vocabulary)));
    }
  }

  /** A foreign folder and an unknown version have their own sentence, whatever else is wrong. */
  private static void checkHeader(FileTree tree) throws IOException {
    List<String> inside = tree.list();
    if (!inside.contains(CONFIG)) {
      throw new InputException(tree.location() + " is not a model directory: it has no " + CONFIG);
    }
    String file = SealedFolderReader.describe(tree, CONFIG);
    try (InputStream in = tree.open(CONFIG)) {
      JsonFields config = JsonFields.parse(file, in.readAllBytes());
      FormatHeader.check(config, file, FORMAT, FORMAT_VERSION);
    }
  }

  private static TrainedModel readFiles(SealedFolderReader folder) throws IOException {
    JsonFields config = folder.json(CONFIG);
    NetworkSpec spec = NetworkSpecJson.fromJson(config.object("network"));
    ParameterLayout layout = config.build(spec::layout);
    String file = folder.describe(PARAMETERS);
    float[] parameters =
        folder.read(
            PARAMETERS, in -> ParameterTensors.read(new SafeTensorsReader(in, file), layout, file));
    List<String> parts = config.texts(PARTS);
    JsonFields vocabulary = parts.contains(VOCABULARY) ? folder.json(VOCABULARY) : null;
    JsonFields labels = parts.contains(LABELS) ? folder.json(LABELS) : null;
    JsonFields standardizers = parts.contains(STANDARDIZER) ? folder.json(STANDARDIZER) : null;
    TrainingRecord record = TrainingRecordJson.fromJson(folder.json(TRAINING));
    return config.build(
        () ->
            new TrainedModel(
                spec,
                config.text("task"),
                parameters,
                VocabularyJson.fromJson(vocabulary),
                VocabularyJson.fromJson(labels),
                StandardizerJson.input(standardizers),
                StandardizerJson.target(standardizers),
                JsonValues.fromJson(config.object("settings")),
                record));
  }
}
