package org.keepgate.spark.job;

import org.keepgate.analysis.unit.ActivityReader;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;

/**
 * Units as people name them, LAYER:UNIT, layers from 1 and units from 0; of two directions the
 * backward units are numbered on.
 */
final class UnitName {
  private final int layers;
  private final int unitsOfLayer;

  UnitName(NetworkSpec spec) {
    ActivityReader reader = new ActivityReader(spec);
    layers = reader.layers();
    unitsOfLayer = reader.unitsOfLayer();
  }

  /** The name of a unit, numbered over all layers. */
  String of(int unit) {
    return (unit / unitsOfLayer + 1) + ":" + unit % unitsOfLayer;
  }

  /**
   * The number of a unit, over all layers.
   *
   * @throws InputException when there is no such unit
   */
  int number(String name) {
    if (name.matches("[0-9]{1,6}:[0-9]{1,8}")) {
      int layer = Integer.parseInt(name.substring(0, name.indexOf(':'))) - 1;
      int unit = Integer.parseInt(name.substring(name.indexOf(':') + 1));
      if (layer >= 0 && layer < layers && unit < unitsOfLayer) {
        return layer * unitsOfLayer + unit;
      }
    }
    throw new InputException(
        "--unit: expected LAYER:UNIT from 1:0 to "
            + layers
            + ":"
            + (unitsOfLayer - 1)
            + "; found '"
            + name
            + "'");
  }
}
