package org.keepgate.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.function.Executable;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.InputException;
import org.keepgate.training.History;
import org.keepgate.training.StopReason;

@DisplayName("A model directory")
class ModelDirectoryTest {
  @TempDir Path temporary;
  private Path path = Path.of("unset");
  private FileTree tree = new LocalFileTree(path);

  @BeforeEach
  void choosePlace() {
    path = temporary.resolve("model");
    tree = new LocalFileTree(path);
  }

  static Stream<TrainedModel> everyModel() {
    return Stream.of(
        SampleModels.languageModel(), SampleModels.forecaster(), SampleModels.classifier());
  }

  @ParameterizedTest
  @MethodSource("everyModel")
  @DisplayName("gives back the model, to the bit")
  void givesBackModel(TrainedModel model) throws IOException {
    ModelDirectory.write(model, tree, false);
    assertSame(model, ModelDirectory.read(tree));
    assertEquals(List.of("model"), new LocalFileTree(temporary).list());
  }

  @Test
  @DisplayName("has its tensors row-major by name, as an independent reader finds them")
  void tensorsByTheBook() throws IOException {
    TrainedModel model = SampleModels.languageModel();
    ModelDirectory.write(model, tree, false);
    ByteBuffer file =
        ByteBuffer.wrap(Files.readAllBytes(path.resolve("model.safetensors")))
            .order(ByteOrder.LITTLE_ENDIAN);
    byte[] header = new byte[Math.toIntExact(file.getLong())];
    file.get(header);
    JsonNode json = new JsonMapper().readTree(new String(header, UTF_8));
    ByteBuffer data = file.slice().order(ByteOrder.LITTLE_ENDIAN);
    List<ParameterView> views = model.spec().layout().views();
    assertTrue(views.stream().anyMatch(ParameterView::columnMajor), "a transposed one is there");
    assertEquals(views.size() + 1, json.size(), "the tensors and __metadata__");
    for (ParameterView view : views) {
      JsonNode tensor = json.path(view.name());
      assertEquals(new JsonMapper().valueToTree(view.shape()), tensor.path("shape"));
      for (int row = 0; row < view.rows(); row++) {
        for (int column = 0; column < view.columns(); column++) {
          int at = tensor.at("/data_offsets/0").intValue() + 4 * (row * view.columns() + column);
          assertEquals(SampleModels.value(view, row, column), data.getFloat(at), view.name());
        }
      }
    }
  }

  @Test
  @DisplayName("has the same model.safetensors for the same parameters, whatever else differs")
  void sameBytes() throws IOException {
    TrainedModel model = SampleModels.languageModel();
    TrainingRecord other =
        new TrainingRecord(
            History.empty(),
            SampleTraining.options().withSeed(2),
            "",
            "",
            StopReason.COMPLETED,
            0,
            Map.of(),
            Environment.current("another"));
    ModelDirectory.write(model, tree, false);
    FileTree second = tree.sibling("second");
    ModelDirectory.write(SampleModels.withRecord(model, other), second, false);
    assertArrayEquals(
        Files.readAllBytes(path.resolve("model.safetensors")),
        Files.readAllBytes(temporary.resolve("second/model.safetensors")));
    assertEquals(History.empty(), ModelDirectory.read(second).record().history());
  }

  @Test
  @DisplayName("is not replaced unless allowed, and then whole")
  void overwriting() throws IOException {
    ModelDirectory.write(SampleModels.languageModel(), tree, false);
    assertRefused(
        "model already exists", () -> ModelDirectory.write(SampleModels.forecaster(), tree, false));
    assertRefused("model already exists", () -> ModelDirectory.requireWritable(tree, false));
    assertSame(SampleModels.languageModel(), ModelDirectory.read(tree));
    ModelDirectory.requireWritable(tree, true);
    ModelDirectory.write(SampleModels.forecaster(), tree, true);
    assertSame(SampleModels.forecaster(), ModelDirectory.read(tree));
    assertFalse(Files.exists(path.resolve("vocabulary.json")));
    assertEquals(List.of("model"), new LocalFileTree(temporary).list());
  }

  @Test
  @DisplayName("never replaces a folder that is not a model, but may take an empty one")
  void foreignFolderStays() throws IOException {
    Files.createDirectories(path);
    Files.writeString(path.resolve("config.json"), "{\"mine\": true}");
    assertRefused(
        "is not a model directory",
        () -> ModelDirectory.write(SampleModels.forecaster(), tree, true));
    assertRefused("is not a model directory", () -> ModelDirectory.requireWritable(tree, true));
    assertEquals("{\"mine\": true}", Files.readString(path.resolve("config.json")));
    Files.delete(path.resolve("config.json"));
    ModelDirectory.write(SampleModels.forecaster(), tree, true);
    assertSame(SampleModels.forecaster(), ModelDirectory.read(tree));
  }

  @Test
  @DisplayName(
      "leaves nothing behind, and an older model as it was, when the disk fills at any byte")
  void fullDisk() throws IOException {
    ModelDirectory.write(SampleModels.forecaster(), tree.sibling("older"), false);
    ModelDirectory.write(SampleModels.languageModel(), tree, false);
    long size = sizeOf(path);
    tree.delete();
    for (long bytes = 0; bytes < size; bytes += 157) {
      FileTree full = new FullDiskTree(tree, bytes);
      assertRefused(
          "model cannot be written: No space left on device",
          () -> ModelDirectory.write(SampleModels.languageModel(), full, false));
      FileTree older = new FullDiskTree(tree.sibling("older"), bytes);
      assertRefused(
          "No space left on device",
          () -> ModelDirectory.write(SampleModels.languageModel(), older, true));
      assertEquals(List.of("older"), new LocalFileTree(temporary).list());
    }
    assertSame(SampleModels.forecaster(), ModelDirectory.read(tree.sibling("older")));
  }

  @Test
  @DisplayName("is not there when the program dies at any byte, and the next one can write it")
  void deathWhileWriting() throws IOException {
    ModelDirectory.write(SampleModels.languageModel(), tree, false);
    long size = sizeOf(path);
    tree.delete();
    for (long bytes = 0; bytes < size; bytes += 787) {
      FileTree dying = FullDiskTree.dyingAfter(tree, bytes);
      assertThrows(
          InputException.class,
          () -> ModelDirectory.write(SampleModels.languageModel(), dying, false));
      assertFalse(tree.exists());
      ModelDirectory.write(SampleModels.languageModel(), tree, false);
      assertEquals(List.of("model"), new LocalFileTree(temporary).list());
      tree.delete();
    }
  }

  @Test
  @DisplayName("comes back when the program died between the two renamings of an exchange")
  void deathBetweenRenamings() throws IOException {
    ModelDirectory.write(SampleModels.languageModel(), tree, false);
    tree.renameTo(".model.replaced"); // where the exchange leaves it at that moment
    assertRefused(
        "already exists", () -> ModelDirectory.write(SampleModels.forecaster(), tree, false));
    assertSame(SampleModels.languageModel(), ModelDirectory.read(tree));
  }

  @Test
  @DisplayName("is checked for its place before any work, which leaves no trace")
  void requireWritableLeavesNothing() throws IOException {
    ModelDirectory.requireWritable(tree, false);
    assertEquals(List.of(), new LocalFileTree(temporary).list());
    FileTree full = new FullDiskTree(tree, 0);
    assertRefused("No space left", () -> ModelDirectory.requireWritable(full, false));
    Files.writeString(temporary.resolve("file"), "mine");
    FileTree below = new LocalFileTree(temporary.resolve("file/model"));
    assertRefused(
        "file/model cannot be written", () -> ModelDirectory.requireWritable(below, false));
    assertEquals(List.of("file"), new LocalFileTree(temporary).list());
  }

  @Test
  @DisplayName("is refused in one sentence when it is missing, foreign, or of a newer version")
  void foreign() throws IOException {
    assertReadingRefused("model does not exist, expected a model directory");
    Files.createDirectories(path);
    assertReadingRefused("model is not a model directory: it has no config.json");
    Path config = path.resolve("config.json");
    Files.writeString(config, "{\"model_type\": \"bert\"}");
    assertReadingRefused("\"format\" is not \"keepgate-model\"");
    Files.writeString(config, "[1]");
    assertReadingRefused("is not a JSON object");
    Files.writeString(config, "config");
    assertReadingRefused("is not JSON");
    Files.writeString(
        config,
        "{\"format\": \"keepgate-model\", \"formatVersion\": 2, \"keepgateVersion\": \"9\"}");
    assertReadingRefused("has the format version 2, expected 1 to 1: it was written by Keepgate 9");
    Files.writeString(config, "{\"format\": \"keepgate-model\", \"formatVersion\": 1}");
    assertReadingRefused("model has no manifest.json");
    tree.delete();
    Files.writeString(path, "a file");
    assertReadingRefused("model cannot be read");
  }

  @Test
  @DisplayName("is refused by the name of the file that is missing, truncated or damaged")
  void damaged() throws IOException {
    ModelDirectory.write(SampleModels.languageModel(), tree, false);
    for (String name : tree.list()) {
      Path file = path.resolve(name);
      byte[] whole = Files.readAllBytes(file);
      Files.delete(file);
      assertReadingRefused(name.equals("config.json") ? "it has no config.json" : name);
      for (int length = 0; length < whole.length; length += 1 + whole.length / 11) {
        Files.write(file, Arrays.copyOf(whole, length));
        assertReadingRefused(name + " of " + path);
      }
      for (int at = 0; at < whole.length; at += 1 + whole.length / 29) {
        byte[] changed = whole.clone();
        changed[at] ^= 0x15;
        Files.write(file, changed);
        // a changed manifest names the file that it no longer confirms, or lacks
        assertReadingRefused(name.equals("manifest.json") ? "" : name + " of " + path);
      }
      Files.write(file, whole);
    }
    assertSame(SampleModels.languageModel(), ModelDirectory.read(tree));
  }

  @Test
  @DisplayName("is refused when its tensors are not those of its network")
  void otherTensors() throws IOException {
    TrainedModel model = SampleModels.forecaster();
    float[] bias = new float[1];
    List<NamedTensor> right = ParameterTensors.of(model.spec().layout(), model.parameters());
    NamedTensor extra = new NamedTensor("extra", new int[] {1}, () -> bias);
    NamedTensor flat = new NamedTensor("head.bias", new int[] {1, 1}, () -> bias);
    List<NamedTensor> fewer =
        right.stream().filter(tensor -> !tensor.name().equals("head.bias")).toList();
    assertTensorsRefused("has the tensor 'extra'", Stream.concat(right.stream(), Stream.of(extra)));
    assertTensorsRefused("lacks tensors of its network: [head.bias]", fewer.stream());
    assertTensorsRefused(
        "'head.bias' has the shape [1, 1], its network expects [1]",
        Stream.concat(fewer.stream(), Stream.of(flat)));
  }

  @Test
  @DisplayName("is refused by the task when another one is expected")
  void otherTask() {
    TrainedModel model = SampleModels.forecaster();
    model.requireTask(List.of("forecast"), "here");
    assertRefused(
        "here is a model of the task forecast, expected a model of the task tag or density",
        () -> model.requireTask(List.of("tag", "density"), "here"));
  }

  private void assertTensorsRefused(String expected, Stream<NamedTensor> tensors)
      throws IOException {
    ModelDirectory.write(SampleModels.forecaster(), tree, true);
    for (String name : List.of("model.safetensors", "manifest.json")) {
      Files.delete(path.resolve(name));
    }
    SealedFolderWriter folder = new SealedFolderWriter(tree);
    for (String name : tree.list()) {
      byte[] bytes = Files.readAllBytes(path.resolve(name));
      Files.delete(path.resolve(name));
      folder.write(name, bytes);
    }
    folder.write(
        "model.safetensors", out -> SafeTensorsWriter.write(out, tensors.toList(), Map.of()));
    folder.seal();
    assertReadingRefused(expected);
  }

  private void assertReadingRefused(String expected) {
    assertRefused(expected, () -> ModelDirectory.read(tree));
  }

  private static void assertRefused(String expected, Executable action) {
    InputException refusal = assertThrows(InputException.class, action);
    String message = String.valueOf(refusal.getMessage());
    assertTrue(message.contains(expected), message);
    assertFalse(message.contains("\n"), message);
  }

  private static long sizeOf(Path folder) throws IOException {
    try (Stream<Path> files = Files.list(folder)) {
      return files.mapToLong(file -> file.toFile().length()).sum();
    }
  }

  static void assertSame(TrainedModel expected, TrainedModel found) {
    assertEquals(expected.spec(), found.spec());
    assertEquals(expected.task(), found.task());
    assertArrayEquals(expected.parameters(), found.parameters());
    assertEquals(expected.vocabulary(), found.vocabulary());
    assertEquals(expected.labels(), found.labels());
    assertEquals(expected.inputStandardizer(), found.inputStandardizer());
    assertEquals(expected.targetStandardizer(), found.targetStandardizer());
    assertEquals(expected.settings(), found.settings());
    assertEquals(expected.record(), found.record());
  }
}
