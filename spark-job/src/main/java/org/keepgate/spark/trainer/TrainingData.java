package org.keepgate.spark.trainer;

import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.JobDescription;
import org.keepgate.spark.dataset.Part;
import org.keepgate.spark.dataset.SequencePartitioner;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.TaskFailure;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.TrainingSettings;

/**
 * An input, encoded and dealt: the shares of the workers, what is held out for validation, and what
 * for the test.
 *
 * @param training one partition a worker
 * @param workers how many, and why
 * @param validation null = none
 * @param test null = none
 * @param heldOut what the final figures are of: the test, else the validation; null = nothing
 */
public record TrainingData(
    SequenceSource source,
    Encoding encoding,
    JavaRDD<SequenceBlock> training,
    WorkerCount workers,
    @Nullable JavaRDD<SequenceBlock> validation,
    @Nullable JavaRDD<SequenceBlock> test,
    @Nullable Portion heldOut) {

  /**
   * Reads the input twice: to find the encoding, and to encode it.
   *
   * @param valid what is held out for validation; null = a part of the source
   */
  public static TrainingData read(
      SparkSession spark, SequenceSource source, @Nullable Portion valid, Settings settings) {
    Encoding encoding =
        JobDescription.during(spark.sparkContext(), "input: find its encoding", source::fit);
    WorkerCount workers = workers(spark, settings);
    JavaRDD<SequenceBlock> training = training(source, encoding, workers, settings);
    int dealt = training.getNumPartitions();
    Portion validation = valid == null ? new Portion(source, Part.VALIDATION) : valid;
    Portion test = new Portion(source, Part.TEST);
    JavaRDD<SequenceBlock> validated = dealt(spark, validation, encoding, dealt);
    JavaRDD<SequenceBlock> tested = dealt(spark, test, encoding, dealt);
    return new TrainingData(
        source,
        encoding,
        training,
        workers.atMost(dealt),
        validated,
        tested,
        tested != null ? test : validated != null ? validation : null);
  }

  private static WorkerCount workers(SparkSession spark, Settings settings) {
    Integer given = settings.find(TrainingSettings.NUM_WORKERS);
    return given == null
        ? WorkerCount.configured(spark.sparkContext().getConf())
        : new WorkerCount(given, "as set");
  }

  private static JavaRDD<SequenceBlock> training(
      SequenceSource source, Encoding encoding, WorkerCount workers, Settings settings) {
    JavaRDD<Sequence> sequences = source.trainingSequences(encoding, workers.value());
    SequenceFormat format = encoding.format();
    return settings.isSet(TrainingSettings.NUM_WORKERS)
        ? SequencePartitioner.deal(sequences, format, workers.value())
        : SequencePartitioner.dealAtMost(sequences, format, workers.value());
  }

  /** Dealt like the training part, so that metrics repeat to the bit; null where it is empty. */
  private static @Nullable JavaRDD<SequenceBlock> dealt(
      SparkSession spark, Portion portion, Encoding encoding, int workers) {
    JavaRDD<Sequence> sequences = portion.sequences(encoding);
    boolean empty =
        JobDescription.during(
            spark.sparkContext(),
            "input: look for sequences that are held out",
            () -> TaskFailure.unwrapped(sequences::isEmpty));
    return empty ? null : SequencePartitioner.dealAtMost(sequences, encoding.format(), workers);
  }

  /** The sequences that the network learns from. */
  public Portion trainingPortion() {
    return new Portion(source, Part.TRAINING);
  }

  /** What the final figures are of, dealt; null = nothing. */
  public @Nullable JavaRDD<SequenceBlock> heldOutBlocks() {
    return test != null ? test : validation;
  }

  /**
   * How large a part is.
   *
   * @param targets steps with a target
   */
  public record Size(long sequences, long steps, long targets) {}

  /** Counts a part. */
  public static Size size(JavaRDD<SequenceBlock> blocks) {
    long[] size =
        TaskFailure.unwrapped(
            () ->
                blocks.aggregate(
                    new long[3],
                    (sums, block) -> sum(sums, block.count(), block.steps(), block.targets()),
                    (sums, others) -> sum(sums, others[0], others[1], others[2])));
    return new Size(size[0], size[1], size[2]);
  }

  private static long[] sum(long[] sums, long sequences, long steps, long targets) {
    return new long[] {sums[0] + sequences, sums[1] + steps, sums[2] + targets};
  }
}
