package org.keepgate.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.TreeMap;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;
import org.keepgate.sequence.InputException;

@DisplayName("The safetensors format")
class SafeTensorsTest {
  private static final float[] WEIGHTS = {
    1f, -2.5f, Float.MIN_VALUE, Float.NaN, Float.NEGATIVE_INFINITY, -0f
  };
  private static final float[] BIAS = {0.1f, 3e38f};

  @Test
  @DisplayName("is written as its public description says, byte for byte")
  void writtenByTheBook() throws IOException {
    byte[] file = twoTensors();
    ByteBuffer buffer = ByteBuffer.wrap(file).order(ByteOrder.LITTLE_ENDIAN);
    int header = Math.toIntExact(buffer.getLong(0));
    assertEquals(0, header % 8, "the data is aligned to 8 bytes");
    String text = new String(file, 8, header, UTF_8);
    assertEquals(
        "{\"__metadata__\":{\"format\":\"test\"},"
            + "\"head.bias\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]},"
            + "\"head.weights\":{\"dtype\":\"F32\",\"shape\":[2,3],\"data_offsets\":[8,32]}}",
        text.stripTrailing());
    assertEquals(8 + header + 32, file.length);
    JsonNode json = new JsonMapper().readTree(text);
    int weights = 8 + header + json.at("/head.weights/data_offsets/0").intValue();
    for (int i = 0; i < WEIGHTS.length; i++) {
      int bits = buffer.getInt(weights + i * Float.BYTES);
      assertEquals(Float.floatToRawIntBits(WEIGHTS[i]), bits);
    }
  }

  @Test
  @DisplayName("reads back the same bits")
  void readsBack() throws IOException {
    SafeTensorsReader reader = reader(twoTensors());
    assertEquals(Map.of("format", "test"), reader.metadata());
    assertEquals(
        List.of("head.bias", "head.weights"),
        reader.tensors().stream().map(SafeTensorsReader.Tensor::name).toList());
    assertEquals(List.of(2L, 3L), reader.tensors().get(1).shape());
    assertArrayEquals(BIAS, reader.next());
    assertArrayEquals(WEIGHTS, reader.next());
    reader.end();
  }

  @Test
  @DisplayName("is read as Python's library writes it")
  void readsPythons() throws IOException {
    try (InputStream in = getClass().getResourceAsStream("/golden/files/python.safetensors")) {
      SafeTensorsReader reader =
          new SafeTensorsReader(Objects.requireNonNull(in), "python.safetensors");
      Map<String, float[]> values = new TreeMap<>();
      for (SafeTensorsReader.Tensor tensor : reader.tensors()) {
        values.put(tensor.name() + tensor.shape(), reader.next());
      }
      reader.end();
      assertEquals(List.of("a[2]", "b[2, 3]", "empty[0, 2]"), List.copyOf(values.keySet()));
      assertArrayEquals(new float[] {1.5f, -2}, values.get("a[2]"));
      assertArrayEquals(new float[] {0, 0.25f, 0.5f, 0.75f, 1, 1.25f}, values.get("b[2, 3]"));
      assertEquals(Map.of("format", "np"), reader.metadata());
    }
  }

  @Test
  @DisplayName("carries tensors larger than a chunk, empty ones and scalars")
  void awkwardSizes() throws IOException {
    float[] large = new float[100_003];
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < large.length; i++) {
      large[i] = (float) random.nextDouble();
    }
    byte[] file =
        write(
            new NamedTensor("a", new int[] {0, 5}, () -> new float[0]),
            new NamedTensor("b", new int[] {100_003}, () -> large),
            new NamedTensor("c", new int[] {}, () -> new float[] {4f}));
    SafeTensorsReader reader = reader(file);
    assertEquals(0, reader.next().length);
    assertArrayEquals(large, reader.next());
    assertArrayEquals(new float[] {4f}, reader.next());
    reader.end();
  }

  @Test
  @DisplayName("gives the same bytes for the same tensors in any order")
  void orderDoesNotMatter() throws IOException {
    NamedTensor a = new NamedTensor("a", new int[] {2}, () -> BIAS);
    NamedTensor b = new NamedTensor("b", new int[] {6}, () -> WEIGHTS);
    assertArrayEquals(write(a, b), write(b, a));
  }

  @Test
  @DisplayName("is refused at every length to which it may be truncated")
  void everyTruncationIsRefused() throws IOException {
    byte[] file = twoTensors();
    for (int length = 0; length < file.length; length++) {
      byte[] part = Arrays.copyOf(file, length);
      InputException refusal = assertThrows(InputException.class, () -> readAll(part));
      assertTrue(
          String.valueOf(refusal.getMessage()).startsWith("some.safetensors "),
          refusal.getMessage());
    }
    readAll(file);
  }

  @Test
  @DisplayName("is refused with bytes after its last tensor")
  void trailingBytes() throws IOException {
    byte[] file = twoTensors();
    byte[] longer = Arrays.copyOf(file, file.length + 1);
    assertRefused("bytes after its last tensor", longer);
  }

  @ParameterizedTest
  @ValueSource(longs = {0, 1, 100_000_001, Long.MAX_VALUE, -1, Long.MIN_VALUE})
  @DisplayName("is refused when its header's length cannot be one")
  void headerLength(long length) {
    ByteBuffer file = ByteBuffer.allocate(64).order(ByteOrder.LITTLE_ENDIAN).putLong(length);
    assertRefused(Long.toUnsignedString(length), file.array());
  }

  @ParameterizedTest(name = "{1}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      value = {
        "[{}] | does not start with '{'",
        "{\"a\": | not JSON",
        "{} {} | not JSON",
        "{\"a\":1} | dtype nothing",
        "{\"a\":{\"dtype\":\"F16\",\"shape\":[2],\"data_offsets\":[0,4]}} | dtype F16",
        "{\"a\":{\"dtype\":\"F32\",\"data_offsets\":[0,8]}} | no shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":2,\"data_offsets\":[0,8]}} | no shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[-2],\"data_offsets\":[0,8]}} | -2 in its shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[1.5],\"data_offsets\":[0,8]}} | 1.5 in its shape",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2]}} | no data_offsets",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8,9]}} | [0, 8, 9]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[8,0]}} | [8, 0]",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[3],\"data_offsets\":[0,8]}} | needs 12",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[4,12]}} | expected 0",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[65536,65536],\"data_offsets\":[0,0]}} | larger than",
        "{\"a\":{\"dtype\":\"F32\",\"shape\":[99999999999999999999],\"data_offsets\":[0,0]}} | 99999",
        "{\"__metadata__\":{\"a\":1}} | not a text",
      })
  @DisplayName("is refused with a header that is wrong")
  void wrongHeader(String header, String expected) {
    assertRefused(expected, withHeader(header));
  }

  @Test
  @DisplayName("is refused when two tensors overlap, leave a gap or have the same name")
  void overlap() {
    String a = "\"a\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[0,8]}";
    String b = "\"b\":{\"dtype\":\"F32\",\"shape\":[2],\"data_offsets\":[%d,%d]}";
    assertRefused("'b' begins at byte 4", withHeader("{" + a + "," + b.formatted(4, 12) + "}"));
    assertRefused("'b' begins at byte 12", withHeader("{" + a + "," + b.formatted(12, 20) + "}"));
    assertRefused("Duplicate field 'a'", withHeader("{" + a + "," + a + "}"));
  }

  private static byte[] withHeader(String header) {
    byte[] json = header.getBytes(UTF_8);
    return ByteBuffer.allocate(8 + json.length + 64)
        .order(ByteOrder.LITTLE_ENDIAN)
        .putLong(json.length)
        .put(json)
        .array();
  }

  private static void assertRefused(String expected, byte[] file) {
    InputException refusal = assertThrows(InputException.class, () -> readAll(file));
    assertTrue(String.valueOf(refusal.getMessage()).contains(expected), refusal.getMessage());
  }

  private static byte[] twoTensors() throws IOException {
    return write(
        new NamedTensor("head.weights", new int[] {2, 3}, () -> WEIGHTS),
        new NamedTensor("head.bias", new int[] {2}, () -> BIAS));
  }

  private static byte[] write(NamedTensor... tensors) throws IOException {
    ByteArrayOutputStream out = new ByteArrayOutputStream();
    SafeTensorsWriter.write(out, List.of(tensors), Map.of("format", "test"));
    return out.toByteArray();
  }

  private static SafeTensorsReader reader(byte[] file) throws IOException {
    return new SafeTensorsReader(new ByteArrayInputStream(file), "some.safetensors");
  }

  private static void readAll(byte[] file) throws IOException {
    SafeTensorsReader reader = reader(file);
    for (int i = 0; i < reader.tensors().size(); i++) {
      reader.next();
    }
    reader.end();
  }
}
