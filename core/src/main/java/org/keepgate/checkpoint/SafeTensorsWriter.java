package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.nio.FloatBuffer;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;

/**
 * Writes float32 tensors in the public safetensors format.
 *
 * <pre>
 *   8 bytes   length n of the header, unsigned, little-endian
 *   n bytes   header: JSON {"name": {"dtype": "F32", "shape": […], "data_offsets": [begin, end]}, …,
 *             "__metadata__": {"key": "text", …}}, padded with spaces to a multiple of 8
 *   the rest  the tensors' values, row-major, little-endian; offsets count from here
 * </pre>
 *
 * <p>The same names, shapes, values and metadata give the same bytes, in whatever order they come:
 * tensors are sorted by name, in the header and in the data, and nothing else is written.
 */
final class SafeTensorsWriter {
  static final String METADATA = "__metadata__";
  static final String FLOAT32 = "F32";

  private static final JsonMapper JSON = new JsonMapper();
  private static final int CHUNK_FLOATS = 16_384;

  private SafeTensorsWriter() {}

  /** Writes the whole file; the stream stays open. */
  static void write(OutputStream out, List<NamedTensor> tensors, Map<String, String> metadata)
      throws IOException {
    List<NamedTensor> sorted =
        tensors.stream().sorted(Comparator.comparing(NamedTensor::name)).toList();
    byte[] header = header(sorted, metadata);
    ByteBuffer length = ByteBuffer.allocate(Long.BYTES).order(ByteOrder.LITTLE_ENDIAN);
    out.write(length.putLong(header.length).array());
    out.write(header);
    byte[] chunk = new byte[CHUNK_FLOATS * Float.BYTES];
    for (NamedTensor tensor : sorted) {
      writeValues(out, tensor.values(), chunk);
    }
  }

  private static byte[] header(List<NamedTensor> sorted, Map<String, String> metadata)
      throws IOException {
    ObjectNode header = JSON.createObjectNode();
    if (!metadata.isEmpty()) {
      ObjectNode texts = header.putObject(METADATA);
      new TreeMap<>(metadata).forEach(texts::put);
    }
    long begin = 0;
    for (NamedTensor tensor : sorted) {
      if (header.has(tensor.name()) || tensor.name().equals(METADATA)) {
        throw new IllegalArgumentException("two tensors are called " + tensor.name());
      }
      long end = Math.addExact(begin, Math.multiplyExact(tensor.size(), (long) Float.BYTES));
      ObjectNode entry = header.putObject(tensor.name()).put("dtype", FLOAT32);
      ArrayNode shape = entry.putArray("shape");
      for (int length : tensor.shape()) {
        shape.add(length);
      }
      entry.putArray("data_offsets").add(begin).add(end);
      begin = end;
    }
    return padded(JSON.writeValueAsBytes(header));
  }

  private static byte[] padded(byte[] json) {
    byte[] padded = new byte[(json.length + 7) / 8 * 8];
    Arrays.fill(padded, (byte) ' ');
    System.arraycopy(json, 0, padded, 0, json.length);
    return padded;
  }

  private static void writeValues(OutputStream out, float[] values, byte[] chunk)
      throws IOException {
    FloatBuffer floats = ByteBuffer.wrap(chunk).order(ByteOrder.LITTLE_ENDIAN).asFloatBuffer();
    for (int from = 0; from < values.length; from += CHUNK_FLOATS) {
      int count = Math.min(CHUNK_FLOATS, values.length - from);
      floats.clear().put(values, from, count);
      out.write(chunk, 0, count * Float.BYTES);
    }
  }
}
