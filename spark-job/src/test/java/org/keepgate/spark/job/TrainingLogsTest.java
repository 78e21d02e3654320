package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.google.protobuf.CodedInputStream;
import com.google.protobuf.WireFormat;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.zip.CRC32C;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Files that tell how a training goes: JSON lines, and events for TensorBoard")
class TrainingLogsTest extends CommandFolder {

  @Test
  @DisplayName("have every round, with its figures; a resumed training goes on with the lines")
  void written() throws IOException {
    Path series = SmallInputs.series(folder);
    Path lines = folder.resolve("h.jsonl");
    Path board = folder.resolve("board");
    train(
            SmallInputs.trainSeries(model("m")),
            series,
            "--set",
            "maxIter=3",
            "--history",
            lines.toString(),
            "--tensorboard",
            board.toString())
        .succeeds();
    List<JsonNode> rounds = new ArrayList<>();
    for (String line : Files.readAllLines(lines)) {
      rounds.add(new JsonMapper().readTree(line));
    }
    assertTrue(rounds.size() >= 3);
    for (int i = 0; i < rounds.size(); i++) {
      assertEquals(i + 1, rounds.get(i).get("round").asInt());
      assertTrue(rounds.get(i).get("trainLoss").asDouble() > 0);
    }
    List<Path> files;
    try (var all = Files.list(board)) {
      files = all.toList();
    }
    assertEquals(1, files.size());
    assertTrue(files.get(0).getFileName().toString().startsWith("events.out.tfevents."));
    List<Event> events = events(files.get(0));
    assertEquals("brain.Event:2", events.get(0).version);
    List<Event> losses = events.stream().filter(e -> e.tag.equals("loss/training")).toList();
    assertEquals(rounds.size(), losses.size());
    for (int i = 0; i < losses.size(); i++) {
      assertEquals(i + 1, losses.get(i).step);
      assertEquals((float) rounds.get(i).get("trainLoss").asDouble(), losses.get(i).value);
    }
    Event histogram =
        events.stream()
            .filter(e -> e.tag.equals("layers.0.forward.recurrentWeights"))
            .findFirst()
            .orElseThrow();
    assertEquals(histogram.count, histogram.bars.stream().mapToDouble(bar -> bar).sum());
    assertTrue(histogram.count > 1 && histogram.bars.size() == 30);
  }

  @Test
  @DisplayName("a place that is taken or cannot be written is refused before anything is trained")
  void refused() throws IOException {
    Path series = SmallInputs.series(folder);
    Path taken = Files.writeString(folder.resolve("h.jsonl"), "mine");
    List<String> arguments = new ArrayList<>(SmallInputs.trainSeries(model("m")));
    arguments.addAll(List.of("--input", series.toString()));
    CommandRun run = CommandRun.of(arguments, "--history", taken.toString());
    run.refuses("h.jsonl: expected nothing there; something exists already");
    assertEquals("mine", Files.readString(taken));
    CommandRun below = CommandRun.of(arguments, "--tensorboard", taken + "/board");
    below.refuses("cannot be written: ");
    assertTrue(Files.notExists(model("m")));
  }

  /** What a test looks at in an event. */
  private static final class Event {
    private long step;
    private String version = "";
    private String tag = "";
    private float value;
    private double count;
    private final List<Double> bars = new ArrayList<>();
  }

  /** Reads records as TensorFlow's documentation lays them out. */
  private static List<Event> events(Path file) throws IOException {
    ByteBuffer bytes = ByteBuffer.wrap(Files.readAllBytes(file)).order(ByteOrder.LITTLE_ENDIAN);
    List<Event> events = new ArrayList<>();
    while (bytes.hasRemaining()) {
      byte[] length = new byte[8];
      bytes.get(length);
      assertEquals(masked(length), bytes.getInt());
      byte[] event =
          new byte[(int) ByteBuffer.wrap(length).order(ByteOrder.LITTLE_ENDIAN).getLong()];
      bytes.get(event);
      assertEquals(masked(event), bytes.getInt());
      events.add(event(CodedInputStream.newInstance(event)));
    }
    return events;
  }

  private static int masked(byte[] bytes) {
    CRC32C crc = new CRC32C();
    crc.update(bytes);
    long value = crc.getValue();
    return (int) (((value >>> 15 | value << 17) & 0xffffffffL) + 0xa282ead8L);
  }

  private static Event event(CodedInputStream in) throws IOException {
    Event event = new Event();
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 2 -> event.step = in.readInt64();
        case 3 -> event.version = in.readString();
        case 5 -> summary(in.readBytes().newCodedInput(), event);
        default -> in.skipField(tag);
      }
    }
    return event;
  }

  private static void summary(CodedInputStream in, Event event) throws IOException {
    assertEquals(1, WireFormat.getTagFieldNumber(in.readTag()));
    CodedInputStream value = in.readBytes().newCodedInput();
    for (int tag = value.readTag(); tag != 0; tag = value.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 1 -> event.tag = value.readString();
        case 2 -> event.value = value.readFloat();
        case 5 -> histogram(value.readBytes().newCodedInput(), event);
        default -> value.skipField(tag);
      }
    }
  }

  private static void histogram(CodedInputStream in, Event event) throws IOException {
    for (int tag = in.readTag(); tag != 0; tag = in.readTag()) {
      switch (WireFormat.getTagFieldNumber(tag)) {
        case 3 -> event.count = in.readDouble();
        case 7 -> {
          CodedInputStream packed = in.readBytes().newCodedInput();
          while (!packed.isAtEnd()) {
            event.bars.add(packed.readDouble());
          }
        }
        default -> in.skipField(tag);
      }
    }
  }
}
