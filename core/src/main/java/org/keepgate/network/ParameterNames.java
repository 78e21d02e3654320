package org.keepgate.network;

import java.util.List;
import org.keepgate.cell.CellSpec;
import org.keepgate.cell.RecurrentProduct;
import org.keepgate.parameter.ParameterView;

/**
 * What an entry of the flat array is, in words that lead to it: its view, its place there, and in a
 * recurrent layer its gate and unit, as {@code layers.0.forward.recurrentWeights[81, 3] (forget
 * gate, unit 17)}. Places and units are counted from 0, as in the files.
 */
public final class ParameterNames {
  private final NetworkParameters parameters;

  /** Names of the parameters of a network. */
  public ParameterNames(NetworkSpec spec) {
    parameters = new NetworkParameters(spec);
  }

  /** The entry at an index of the flat array. */
  public String of(int index) {
    for (ParameterView view : parameters.layout().views()) {
      int within = index - view.offset();
      if (within >= 0 && within < view.size()) {
        return inView(view, within);
      }
    }
    return parameters.layout().describe(index);
  }

  private String inView(ParameterView view, int within) {
    int row = view.columnMajor() ? within % view.rows() : within / view.columns();
    int column = view.columnMajor() ? within / view.rows() : within % view.columns();
    String place = view.shape().length == 1 ? "[" + column + "]" : "[" + row + ", " + column + "]";
    for (List<NetworkParameters.Layer> directions : parameters.levels()) {
      for (NetworkParameters.Layer layer : directions) {
        String prefix = prefix(layer);
        if (view.name().startsWith(prefix)) {
          String unit = unit(layer, view, view.name().substring(prefix.length()), row, column);
          return view.name() + place + " (" + unit + ")";
        }
      }
    }
    return view.name() + place;
  }

  private static String prefix(NetworkParameters.Layer layer) {
    String name = layer.inputWeights().name();
    return name.substring(0, name.lastIndexOf('.') + 1);
  }

  private static String unit(
      NetworkParameters.Layer layer, ParameterView view, String name, int row, int column) {
    if (view.equals(layer.inputWeights()) || view.equals(layer.skipWeights())) {
      return layer.cell().columnName(row);
    }
    if (view.equals(layer.bias())) {
      return layer.cell().columnName(column);
    }
    CellSpec sizes = layer.cell().spec();
    for (int k = 0; k < sizes.products().size(); k++) {
      if (view.equals(layer.recurrentWeights().get(k))) {
        return layer.cell().columnName(firstColumn(sizes, sizes.products().get(k)) + row);
      }
    }
    return layer.cell().ownName(name, row, column);
  }

  /** A product that is kept apart belongs to all columns, or to the last. */
  private static int firstColumn(CellSpec sizes, RecurrentProduct product) {
    return product.separate()
        ? sizes.preActivationColumns() - product.columns()
        : product.firstColumn();
  }
}
