package org.keepgate.spark.trainer;

import org.apache.spark.Partitioner;

/** The reports into the first partition, slices into the others. */
final class SlicePartitioner extends Partitioner {
  private static final long serialVersionUID = 1L;

  private final Slicing slicing;

  SlicePartitioner(Slicing slicing) {
    this.slicing = slicing;
  }

  @Override
  public int numPartitions() {
    return 1 + slicing.slices();
  }

  @Override
  public int getPartition(Object key) {
    SliceKey place = (SliceKey) key;
    return place.isReport() ? 0 : 1 + slicing.sliceOf(place.piece());
  }
}
