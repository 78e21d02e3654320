package org.keepgate.examples.averaging;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Set;
import org.apache.spark.SparkConf;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.Part;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.spark.dataset.TextSource;
import org.keepgate.training.setting.Settings;

/**
 * Texts dealt to workers by Spark, as {@code keepgate train} deals them, and then held here: the
 * shares that trainings of a few minutes each need again and again.
 */
final class DealtTexts {
  private final SequenceFormat format;
  private final Map<Integer, List<SequenceShare>> training = new HashMap<>();
  private final Map<Integer, List<SequenceShare>> validation = new HashMap<>();

  private DealtTexts(SequenceFormat format) {
    this.format = format;
  }

  /**
   * Reads a folder and deals it to each of these numbers of workers.
   *
   * @throws org.keepgate.sequence.InputException when there is nothing to read
   */
  static DealtTexts read(String folder, Settings settings, Set<Integer> numbersOfWorkers) {
    SparkConf conf = new SparkConf().setAppName("averaging quality").setMaster("local[1]");
    try (JavaSparkContext context = new JavaSparkContext(conf.set("spark.ui.enabled", "false"))) {
      TextSource source = new TextSource(context, folder, settings);
      Encoding encoding = source.fit();
      DealtTexts texts = new DealtTexts(encoding.format());
      for (int workers : numbersOfWorkers) {
        JavaRDD<Sequence> sequences = source.trainingSequences(encoding, workers);
        texts.training.put(
            workers, texts.shares(SequencePartitioner.deal(sequences, texts.format, workers)));
        JavaRDD<Sequence> heldOut = source.sequences(encoding, Part.VALIDATION);
        texts.validation.put(
            workers, texts.shares(SequencePartitioner.dealAtMost(heldOut, texts.format, workers)));
      }
      return texts;
    }
  }

  private List<SequenceShare> shares(JavaRDD<SequenceBlock> dealt) {
    List<SequenceShare> shares = new ArrayList<>();
    for (List<SequenceBlock> blocks : dealt.glom().collect()) {
      shares.add(new SequenceShare(format, blocks));
    }
    dealt.unpersist();
    return List.copyOf(shares);
  }

  SequenceFormat format() {
    return format;
  }

  /** One share a worker. */
  List<SequenceShare> training(int workers) {
    return Objects.requireNonNull(training.get(workers), "texts were dealt to other workers");
  }

  /** What is held out, as these workers evaluate it. */
  List<SequenceShare> validation(int workers) {
    return Objects.requireNonNull(validation.get(workers), "texts were dealt to other workers");
  }
}
