package org.keepgate.checkpoint;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.core.StreamReadFeature;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.InputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.keepgate.sequence.InputException;

/**
 * Reads float32 tensors in the public safetensors format ({@link SafeTensorsWriter}) from a stream,
 * trusting nothing: every number of the header is checked before it is used, and the tensors must
 * cover the data exactly, without gap, overlap or rest.
 *
 * <p>Use: constructor, {@link #tensors}, {@link #next} for each of them, {@link #end}. What is
 * wrong with a file is said in one sentence by an {@link InputException}; what is wrong with the
 * disk, by an {@link IOException}.
 */
final class SafeTensorsReader {
  /** The reference implementation's limit of a header, in bytes. */
  private static final int MAX_HEADER_BYTES = 100_000_000;

  private static final int CHUNK_FLOATS = 16_384;
  private static final JsonMapper JSON =
      JsonMapper.builder()
          .enable(StreamReadFeature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build();

  private final InputStream in;
  private final String file;
  private final Map<String, String> metadata = new TreeMap<>();
  private final List<Tensor> tensors;
  private int position;

  /** A tensor of the file: name, shape and number of values. */
  record Tensor(String name, List<Long> shape, int size, long begin, long end) {}

  /**
   * Reads the header.
   *
   * @param file the file's name in messages
   */
  SafeTensorsReader(InputStream in, String file) throws IOException {
    this.in = in;
    this.file = file;
    this.tensors = tensors(header());
  }

  /** The tensors in the order of their values in the file. */
  List<Tensor> tensors() {
    return tensors;
  }

  /** The texts that the writer left beside the tensors. */
  Map<String, String> metadata() {
    return Map.copyOf(metadata);
  }

  /** The values of the next tensor of {@link #tensors}, row-major. */
  float[] next() throws IOException {
    Tensor tensor = tensors.get(position++);
    float[] values = new float[0];
    byte[] bytes = new byte[CHUNK_FLOATS * Float.BYTES];
    ByteBuffer chunk = ByteBuffer.wrap(bytes).order(ByteOrder.LITTLE_ENDIAN);
    for (int from = 0; from < tensor.size(); from += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, tensor.size() - from);
      if (in.readNBytes(bytes, 0, count * Float.BYTES) < count * Float.BYTES) {
        throw refused("ends inside the values of '" + tensor.name() + "': the file is truncated");
      }
      if (from == 0) {
        values = new float[tensor.size()]; // not before its first bytes are there
      }
      chunk.asFloatBuffer().get(values, from, count);
    }
    return values;
  }

  /** Checks that nothing follows the last tensor. */
  void end() throws IOException {
    if (in.read() >= 0) {
      throw refused("has bytes after its last tensor, expected none");
    }
  }

  private JsonNode header() throws IOException {
    byte[] eight = in.readNBytes(Long.BYTES);
    if (eight.length < Long.BYTES) {
      throw refused(
          "has " + eight.length + " bytes, expected at least 8: the length of the header");
    }
    long length = ByteBuffer.wrap(eight).order(ByteOrder.LITTLE_ENDIAN).getLong();
    if (length < 2 || length > MAX_HEADER_BYTES) {
      throw refused(
          "declares a header of "
              + Long.toUnsignedString(length)
              + " bytes, expected 2 to "
              + MAX_HEADER_BYTES
              + ": is it a safetensors file?");
    }
    byte[] header = in.readNBytes((int) length);
    if (header.length < length) {
      throw refused(
          "ends after " + header.length + " of " + length + " header bytes: the file is truncated");
    }
    if (header[0] != '{') {
      throw refused("has a header that does not start with '{': is it a safetensors file?");
    }
    try {
      return JSON.readTree(header);
    } catch (JsonProcessingException e) {
      throw refused("has a header that is not JSON: " + e.getOriginalMessage());
    }
  }

  private List<Tensor> tensors(JsonNode header) {
    List<Tensor> found = new ArrayList<>();
    header
        .properties()
        .forEach(
            entry -> {
              if (entry.getKey().equals(SafeTensorsWriter.METADATA)) {
                readMetadata(entry.getValue());
              } else {
                found.add(tensor(entry.getKey(), entry.getValue()));
              }
            });
    found.sort(Comparator.comparingLong(Tensor::begin).thenComparingLong(Tensor::end));
    long end = 0;
    for (Tensor tensor : found) {
      if (tensor.begin() != end) {
        throw refused(
            "'"
                + tensor.name()
                + "' begins at byte "
                + tensor.begin()
                + " of the data, expected "
                + end
                + ", where the tensor before ends");
      }
      end = tensor.end();
    }
    return List.copyOf(found);
  }

  private Tensor tensor(String name, JsonNode entry) {
    String dtype = entry.path("dtype").asText("nothing");
    if (!dtype.equals(SafeTensorsWriter.FLOAT32)) {
      throw refused("'" + name + "' has the dtype " + dtype + ", expected F32");
    }
    List<Long> shape = longs(name, entry, "shape");
    List<Long> offsets = longs(name, entry, "data_offsets");
    if (offsets.size() != 2 || offsets.get(1) < offsets.get(0)) {
      throw refused("'" + name + "' has the data_offsets " + offsets + ", expected [begin, end]");
    }
    long size = size(name, shape);
    long bytes = offsets.get(1) - offsets.get(0);
    if (bytes != size * Float.BYTES) {
      throw refused(
          "'"
              + name
              + "' has "
              + bytes
              + " bytes, its shape "
              + shape
              + " needs "
              + size * Float.BYTES);
    }
    return new Tensor(name, shape, (int) size, offsets.get(0), offsets.get(1));
  }

  /** Product of the lengths, which is checked to fit a Java array. */
  private long size(String name, List<Long> shape) {
    long size = 1;
    for (long length : shape) {
      if (length == 0) {
        return 0;
      }
      if (size > Integer.MAX_VALUE / length) {
        throw refused("'" + name + "' of shape " + shape + " is larger than 2^31 - 1 values");
      }
      size *= length;
    }
    return size;
  }

  private List<Long> longs(String name, JsonNode entry, String field) {
    List<Long> values = new ArrayList<>();
    JsonNode array = entry.path(field);
    for (JsonNode value : array) {
      if (!value.isIntegralNumber() || !value.canConvertToLong() || value.longValue() < 0) {
        throw refused("'" + name + "' has " + value + " in its " + field + ", expected integers");
      }
      values.add(value.longValue());
    }
    if (!array.isArray()) {
      throw refused("'" + name + "' has no " + field);
    }
    return List.copyOf(values);
  }

  private void readMetadata(JsonNode texts) {
    texts
        .properties()
        .forEach(
            entry -> {
              if (!entry.getValue().isTextual()) {
                throw refused("has a __metadata__ whose " + entry.getKey() + " is not a text");
              }
              metadata.put(entry.getKey(), entry.getValue().textValue());
            });
  }

  private InputException refused(String reason) {
    return new InputException(file + " " + reason);
  }
}
