package org.keepgate.checkpoint;

import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.parameter.ParameterView;
import org.keepgate.sequence.InputException;

/**
 * A network's flat parameters as the named tensors of a file, each in its logical shape and
 * row-major, however it lies in the flat array.
 */
final class ParameterTensors {
  private ParameterTensors() {}

  static List<NamedTensor> of(ParameterLayout layout, float[] parameters) {
    List<NamedTensor> tensors = new ArrayList<>();
    for (ParameterView view : layout.views()) {
      tensors.add(new NamedTensor(view.name(), view.shape(), () -> rowMajor(view, parameters)));
    }
    return tensors;
  }

  /**
   * Reads the layout's tensors, exactly these, into a flat array.
   *
   * @param file the file and its folder, for messages
   */
  static float[] read(SafeTensorsReader reader, ParameterLayout layout, String file)
      throws IOException {
    Map<String, ParameterView> expected = new HashMap<>();
    layout.views().forEach(view -> expected.put(view.name(), view));
    List<ParameterView> views = new ArrayList<>();
    for (SafeTensorsReader.Tensor tensor : reader.tensors()) {
      ParameterView view = expected.remove(tensor.name());
      if (view == null) {
        throw new InputException(
            file + " has the tensor '" + tensor.name() + "', which its network does not have");
      }
      List<Long> shape = Arrays.stream(view.shape()).mapToObj(Long::valueOf).toList();
      if (!tensor.shape().equals(shape)) {
        throw new InputException(
            file
                + ": '"
                + tensor.name()
                + "' has the shape "
                + tensor.shape()
                + ", its network expects "
                + shape);
      }
      views.add(view);
    }
    if (!expected.isEmpty()) {
      throw new InputException(
          file + " lacks tensors of its network: " + expected.keySet().stream().sorted().toList());
    }
    float[] parameters = new float[layout.size()];
    for (ParameterView view : views) {
      place(view, reader.next(), parameters);
    }
    reader.end();
    return parameters;
  }

  private static float[] rowMajor(ParameterView view, float[] parameters) {
    if (!view.columnMajor()) {
      return Arrays.copyOfRange(parameters, view.offset(), view.offset() + view.size());
    }
    float[] values = new float[view.size()];
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        values[row * view.columns() + column] = parameters[view.index(row, column)];
      }
    }
    return values;
  }

  private static void place(ParameterView view, float[] values, float[] parameters) {
    if (!view.columnMajor()) {
      System.arraycopy(values, 0, parameters, view.offset(), view.size());
      return;
    }
    for (int row = 0; row < view.rows(); row++) {
      for (int column = 0; column < view.columns(); column++) {
        parameters[view.index(row, column)] = values[row * view.columns() + column];
      }
    }
  }
}
