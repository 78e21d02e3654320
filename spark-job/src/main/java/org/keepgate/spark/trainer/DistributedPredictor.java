package org.keepgate.spark.trainer;

import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.TaskContext;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.util.TaskCompletionListener;
import org.keepgate.evaluation.Inference;
import org.keepgate.head.Nobody;
import org.keepgate.math.Gemm;
import org.keepgate.network.Network;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.Minibatch;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;

/**
 * Predicts on the executors, sequence by sequence in the order in which they come; the memory of a
 * task does not grow with them.
 */
public final class DistributedPredictor {
  private static final int SEQUENCES_AT_ONCE = 1024;
  private static final long STEPS_AT_ONCE = 1 << 18;
  private static final long NUMBERS_AT_ONCE = 1 << 22;

  /** Of a segment: what its products write is read again from the processor's cache. */
  private static final int ROWS_OF_A_SEGMENT = 128;

  private DistributedPredictor() {}

  /**
   * The rows of all sequences, computed when they are asked for. What the sequences have for
   * targets is not looked at.
   *
   * @param parameters of the network; whoever has broadcast them destroys them after the rows
   * @param batchSize sequences side by side
   */
  public static <R> JavaRDD<R> predict(
      NetworkSpec spec,
      Broadcast<float[]> parameters,
      JavaRDD<Sequence> sequences,
      int batchSize,
      PredictionReader<R> reader) {
    return sequences.mapPartitions(
        it -> predictHere(spec, parameters.value(), it, batchSize, reader));
  }

  /**
   * The rows of a partition's sequences, within its task, computed when they are asked for.
   *
   * @param batchSize sequences side by side
   */
  public static <R> Iterator<R> predictHere(
      NetworkSpec spec,
      float[] parameters,
      Iterator<Sequence> sequences,
      int batchSize,
      PredictionReader<R> reader) {
    return new Predictions<>(spec, parameters, sequences, batchSize, reader, Gemm.chosen());
  }

  /**
   * Takes some sequences, predicts them together, gives their rows, and takes the next. The network
   * is made once, and freed after the last row, or when its task ends before that.
   */
  static final class Predictions<R> implements Iterator<R> {
    private final NetworkSpec spec;
    private final Iterator<Sequence> sequences;
    private final PredictionReader<R> reader;
    private final Inference inference;
    private final float[] outputs;
    private final Thread maker = Thread.currentThread();
    private Iterator<R> ready = List.<R>of().iterator();

    /** Rows of a partition; within a task, of the task. */
    Predictions(
        NetworkSpec spec,
        float[] parameters,
        Iterator<Sequence> sequences,
        int batchSize,
        PredictionReader<R> reader,
        Gemm gemm) {
      this.spec = spec;
      this.sequences = sequences;
      this.reader = reader;
      inference = new Inference(spec, parameters, batchSize, segmentLength(batchSize), gemm);
      outputs = new float[reader.readsTopLayer() ? spec.topWidth() : spec.outputWidth()];
      TaskContext task = TaskContext.get();
      if (task != null) { // killed, failed, or content with the first rows
        TaskCompletionListener freed = ended -> inference.close();
        task.addTaskCompletionListener(freed);
      }
    }

    @Override
    public boolean hasNext() {
      while (!ready.hasNext() && sequences.hasNext()) {
        ready = predictSome();
      }
      return ready.hasNext();
    }

    @Override
    public R next() {
      if (!hasNext()) {
        throw new NoSuchElementException();
      }
      return ready.next();
    }

    private Iterator<R> predictSome() {
      SequenceFormat format = spec.format();
      SequenceBlockBuilder block = SequenceBlock.builder(format);
      List<PredictionReader.Reading<R>> readings = new ArrayList<>();
      long kept = Math.max(1, reader.numbersKept(outputs.length));
      long most = Math.min(STEPS_AT_ONCE, NUMBERS_AT_ONCE / kept);
      long steps = 0;
      while (sequences.hasNext()
          && readings.size() < SEQUENCES_AT_ONCE
          && (steps < most || readings.isEmpty())) {
        Sequence sequence = sequences.next();
        block.add(asked(sequence, format));
        readings.add(reader.begin(sequence));
        steps += sequence.length();
      }
      run(new SequenceShare(format, List.of(block.build())), readings);
      List<R> rows = new ArrayList<>();
      readings.forEach(reading -> rows.addAll(reading.finish()));
      return rows.iterator();
    }

    private static int segmentLength(int batchSize) {
      return Math.max(1, ROWS_OF_A_SEGMENT / batchSize);
    }

    private void run(SequenceShare share, List<PredictionReader.Reading<R>> readings) {
      boolean last = !sequences.hasNext();
      boolean foreign = Thread.currentThread() != maker; // at the end, the task could not free it
      try {
        inference.run(
            share,
            Nobody.LISTENS,
            (network, batch, before) -> read(network, batch, share, before, readings));
      } finally {
        if (last || foreign) {
          inference.close();
        }
      }
    }

    private void read(
        Network network,
        Minibatch batch,
        SequenceShare share,
        int before,
        List<PredictionReader.Reading<R>> readings) {
      boolean top = reader.readsTopLayer();
      boolean everyStep = top || spec.format().readout() == Readout.EVERY_STEP;
      for (int step = 0; step < batch.steps(); step++) {
        for (int row = 0; row < batch.rows(step); row++) {
          int sequence = batch.sequence(row);
          if (everyStep || before + step == share.length(sequence) - 1) {
            int packedRow = batch.firstRow(step) + row;
            if (top) {
              network.topOutputs(packedRow, outputs);
            } else {
              network.outputs(packedRow, outputs);
            }
            readings.get(sequence).add(before + step, outputs);
          }
        }
      }
    }

    /** The sequence with some target wherever the network predicts: it predicts nowhere else. */
    private static Sequence asked(Sequence sequence, SequenceFormat format) {
      boolean everyStep = format.readout() == Readout.EVERY_STEP;
      return switch (format.targetKind()) {
        case NEXT_SYMBOL -> sequence;
        case CLASS -> sequence.withClasses(new int[everyStep ? sequence.rows() : 1]);
        case LABEL_SEQUENCE -> sequence.withLabelSequence();
        case VALUES, LABELS ->
            sequence.withValues(new float[(everyStep ? sequence.rows() : 1) * format.outputSize()]);
      };
    }
  }
}
