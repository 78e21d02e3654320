package org.keepgate.spark.job;

import org.keepgate.network.NetworkSpec;
import org.keepgate.training.setting.Settings;

/**
 * One cell of a comparison: its name, what it is trained with, and the network that comes of it.
 */
record Variant(String cell, Settings settings, NetworkSpec spec) {

  long parameters() {
    return spec.layout().parameterCount();
  }
}
