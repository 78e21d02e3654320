package org.keepgate.spark.trainer;

import static org.junit.jupiter.api.Assertions.assertArrayEquals;
import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.serializer.KryoSerializer;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.keepgate.analysis.GateStatistics.GateOfLayer;
import org.keepgate.analysis.Inspection;
import org.keepgate.math.Gemm;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.SharedSpark;

@DisplayName("An inspection on Spark")
class DistributedInspectorTest {
  private static final NetworkSpec TEXT = SmallTask.network(SmallTask.TEXT);
  private static final int LAG = 6;

  @Test
  @DisplayName("adds up what workers see, under Kryo too: the figures of one JVM")
  void isLocal() {
    SharedSpark.stop();
    SparkConf conf =
        SharedSpark.conf("local[2]").set("spark.serializer", KryoSerializer.class.getName());
    float[] parameters = TEXT.initialParameters(3);
    try (JavaSparkContext spark = new JavaSparkContext(conf)) {
      JavaRDD<SequenceBlock> shares =
          SmallTask.deal(spark, SmallTask.texts(20, 1), SmallTask.TEXT, 3);
      Inspection found = DistributedInspector.inspect(TEXT, parameters, shares, LAG, 4);
      Inspection expected = new Inspection(TEXT, LAG);
      for (List<SequenceBlock> blocks : shares.glom().collect()) {
        Inspection own = new Inspection(TEXT, LAG);
        SequenceShare share = new SequenceShare(SmallTask.TEXT, blocks);
        own.run(TEXT, parameters, share, 4, Gemm.chosen());
        expected.add(own);
      }
      assertEquals(expected.sums().meanLoss(), found.sums().meanLoss());
      for (int layer = 0; layer < 2; layer++) {
        assertArrayEquals(
            expected.flow().layers().get(layer).memory(),
            found.flow().layers().get(layer).memory());
      }
      List<GateOfLayer> gates = expected.gates() == null ? List.of() : expected.gates().gates();
      assertEquals(6, gates.size());
      for (int i = 0; i < gates.size(); i++) {
        GateOfLayer same = found.gates() == null ? gates.get(0) : found.gates().gates().get(i);
        assertEquals(gates.get(i).name(), same.name());
        assertArrayEquals(gates.get(i).histogram(), same.histogram());
      }
    }
  }
}
