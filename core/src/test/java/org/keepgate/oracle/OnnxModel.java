package org.keepgate.oracle;

import com.google.protobuf.ByteString;
import com.google.protobuf.CodedOutputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;

/**
 * An ONNX model of one node whose operands are all inputs of the graph, as the bytes that ONNX
 * Runtime reads. Field numbers are those of onnx.proto3.
 */
final class OnnxModel {
  private static final int FLOAT = 1; // TensorProto.DataType
  private static final int INT32 = 6;

  private final String operator;
  private final List<String> inputs = new ArrayList<>(); // of the node; "" = left out
  private final List<ByteString> declarations = new ArrayList<>();
  private final List<ByteString> attributes = new ArrayList<>();

  OnnxModel(String operator) {
    this.operator = operator;
  }

  /** Appends a float operand. */
  OnnxModel input(String name, long... shape) {
    return declare(name, FLOAT, shape);
  }

  /** Appends an int32 operand. */
  OnnxModel integers(String name, long... shape) {
    return declare(name, INT32, shape);
  }

  /** Leaves the next operand out. */
  OnnxModel skip() {
    inputs.add("");
    return this;
  }

  OnnxModel attribute(String name, long value) {
    attributes.add(
        message(
            out -> {
              out.writeString(1, name);
              out.writeInt64(3, value);
              out.writeEnum(20, 2); // INT
            }));
    return this;
  }

  OnnxModel attribute(String name, String value) {
    attributes.add(
        message(
            out -> {
              out.writeString(1, name);
              out.writeByteArray(4, value.getBytes(StandardCharsets.UTF_8));
              out.writeEnum(20, 3); // STRING
            }));
    return this;
  }

  OnnxModel attribute(String name, List<String> values) {
    attributes.add(
        message(
            out -> {
              out.writeString(1, name);
              for (String value : values) {
                out.writeByteArray(9, value.getBytes(StandardCharsets.UTF_8));
              }
              out.writeEnum(20, 8); // STRINGS
            }));
    return this;
  }

  /** The model; its outputs are Y, of every step, and Y_h, where each direction ended. */
  byte[] bytes() {
    ByteString node =
        message(
            out -> {
              for (String input : inputs) {
                out.writeString(1, input);
              }
              out.writeString(2, "Y");
              out.writeString(2, "Y_h");
              out.writeString(4, operator);
              for (ByteString attribute : attributes) {
                out.writeBytes(5, attribute);
              }
            });
    ByteString graph =
        message(
            out -> {
              out.writeBytes(1, node);
              out.writeString(2, "oracle");
              for (ByteString declaration : declarations) {
                out.writeBytes(11, declaration);
              }
              out.writeBytes(12, value("Y", FLOAT));
              out.writeBytes(12, value("Y_h", FLOAT));
            });
    ByteString operators = message(out -> out.writeInt64(2, 14)); // operator set 14
    return message(
            out -> {
              out.writeInt64(1, 8); // version of the intermediate representation
              out.writeBytes(7, graph);
              out.writeBytes(8, operators);
            })
        .toByteArray();
  }

  private OnnxModel declare(String name, int type, long... shape) {
    inputs.add(name);
    declarations.add(value(name, type, shape));
    return this;
  }

  private static ByteString value(String name, int type, long... shape) {
    ByteString dimensions =
        message(
            out -> {
              for (long size : shape) {
                out.writeBytes(1, message(dimension -> dimension.writeInt64(1, size)));
              }
            });
    ByteString tensor =
        message(
            out -> {
              out.writeEnum(1, type);
              if (shape.length > 0) {
                out.writeBytes(2, dimensions);
              }
            });
    ByteString tensorType = message(out -> out.writeBytes(1, tensor));
    return message(
        out -> {
          out.writeString(1, name);
          out.writeBytes(2, tensorType);
        });
  }

  private interface Fields {
    void write(CodedOutputStream out) throws IOException;
  }

  private static ByteString message(Fields fields) {
    ByteArrayOutputStream bytes = new ByteArrayOutputStream();
    CodedOutputStream out = CodedOutputStream.newInstance(bytes);
    try {
      fields.write(out);
      out.flush();
    } catch (IOException e) {
      throw new UncheckedIOException(e); // never, in memory
    }
    return ByteString.copyFrom(bytes.toByteArray());
  }
}
