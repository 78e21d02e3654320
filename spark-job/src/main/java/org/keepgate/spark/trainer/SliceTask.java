package org.keepgate.spark.trainer;

import java.io.Serializable;
import java.util.Iterator;
import java.util.NoSuchElementException;
import org.apache.spark.api.java.function.PairFlatMapFunction;
import org.keepgate.averaging.AveragingSpec;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.training.RoundReduction;
import org.keepgate.training.WorkerOutcome;
import org.keepgate.training.WorkerReport;
import scala.Tuple2;

/** Cuts a worker's result into its report and pieces, in the task that has made it. */
final class SliceTask
    implements PairFlatMapFunction<Iterator<WorkerOutcome>, SliceKey, Serializable> {
  private static final long serialVersionUID = 1L;

  private final AveragingSpec averaging;
  private final ParameterLayout layout;
  private final RoundInput input;
  private final Slicing slicing;

  SliceTask(AveragingSpec averaging, ParameterLayout layout, RoundInput input, Slicing slicing) {
    this.averaging = averaging;
    this.layout = layout;
    this.input = input;
    this.slicing = slicing;
  }

  @Override
  public Iterator<Tuple2<SliceKey, Serializable>> call(Iterator<WorkerOutcome> only) {
    return new Cut(only.next());
  }

  private WorkerReport report(WorkerOutcome outcome) {
    float[] start = input.start().parameters();
    return WorkerReport.of(outcome, RoundReduction.drift(averaging, start, layout));
  }

  private SlicePiece piece(WorkerOutcome outcome, int piece) {
    int vector = slicing.vectorOf(piece);
    boolean first = vector == 0;
    return new SlicePiece(
        first ? outcome.weight(averaging) : outcome.work(),
        first ? outcome.parameters() : outcome.optimizer().vectors()[vector - 1],
        slicing.offset(piece),
        slicing.length(piece));
  }

  /** One after another, as they are written. */
  private final class Cut implements Iterator<Tuple2<SliceKey, Serializable>> {
    private final WorkerOutcome outcome;
    private final int pieces;
    private int next = -1; // the report

    Cut(WorkerOutcome outcome) {
      this.outcome = outcome;
      boolean counts = outcome.work() > 0 && outcome.divergence() == null;
      this.pieces = counts ? slicing.pieces() : 0;
    }

    @Override
    public boolean hasNext() {
      return next < pieces;
    }

    @Override
    public Tuple2<SliceKey, Serializable> next() {
      if (!hasNext()) {
        throw new NoSuchElementException("all pieces were cut");
      }
      int piece = next++;
      int worker = outcome.worker();
      return piece < 0
          ? new Tuple2<>(SliceKey.ofReport(worker), report(outcome))
          : new Tuple2<>(SliceKey.ofPiece(piece, worker), piece(outcome, piece));
    }
  }
}
