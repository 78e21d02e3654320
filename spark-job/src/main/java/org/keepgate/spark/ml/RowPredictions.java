package org.keepgate.spark.ml;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import java.util.Queue;
import org.apache.spark.api.java.function.MapPartitionsFunction;
import org.apache.spark.broadcast.Broadcast;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.jspecify.annotations.Nullable;
import org.keepgate.network.NetworkSpec;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.spark.dataset.RowCoding;
import org.keepgate.spark.trainer.DistributedPredictor;
import org.keepgate.spark.trainer.PredictionReader;

/** Adds the cells of predictions to rows, many rows at once; travels to the executors. */
final class RowPredictions implements MapPartitionsFunction<Row, Row> {
  private static final long serialVersionUID = 1L;
  private static final int BATCH_SIZE = 64; // rows side by side: by the benchmark of predictions

  private final NetworkSpec spec;
  private final Broadcast<float[]> parameters;
  private final RowCoding encoder;
  private final PredictionReader<Object[]> cells;
  private final int addedColumns;
  private final String handleInvalid;

  RowPredictions(
      NetworkSpec spec,
      Broadcast<float[]> parameters,
      RowCoding encoder,
      PredictionReader<Object[]> cells,
      int addedColumns,
      String handleInvalid) {
    this.spec = spec;
    this.parameters = parameters;
    this.encoder = encoder;
    this.cells = cells;
    this.addedColumns = addedColumns;
    this.handleInvalid = handleInvalid;
  }

  @Override
  public Iterator<Row> call(Iterator<Row> rows) {
    Queue<Waiting> waiting = new ArrayDeque<>();
    Iterator<Row> predicted =
        DistributedPredictor.predictHere(
            spec,
            parameters.value(),
            new Encoded(rows, waiting),
            BATCH_SIZE,
            new Appending(waiting));
    return new Iterator<>() {
      @Override
      public boolean hasNext() {
        return predicted.hasNext() || !waiting.isEmpty();
      }

      @Override
      public Row next() {
        return predicted.hasNext() ? predicted.next() : withNulls(waiting.remove().row());
      }
    };
  }

  /** A row that has been read, and whether it has a sequence. */
  private record Waiting(Row row, boolean readable) {}

  private Row withNulls(Row row) {
    return joined(row, new Object[addedColumns]);
  }

  private static Row joined(Row row, @Nullable Object[] cells) {
    @Nullable Object[] all = new Object[row.size() + cells.length];
    for (int i = 0; i < row.size(); i++) {
      all[i] = row.get(i);
    }
    System.arraycopy(cells, 0, all, row.size(), cells.length);
    return RowFactory.create(all);
  }

  /** The sequences of rows; the rows wait for what is predicted of them, in their order. */
  private final class Encoded implements Iterator<Sequence> {
    private final Iterator<Row> rows;
    private final Queue<Waiting> waiting;
    private @Nullable Sequence ahead;

    Encoded(Iterator<Row> rows, Queue<Waiting> waiting) {
      this.rows = rows;
      this.waiting = waiting;
    }

    @Override
    public boolean hasNext() {
      while (ahead == null && rows.hasNext()) {
        Row row = rows.next();
        try {
          ahead = encoder.encode(row);
          waiting.add(new Waiting(row, true));
        } catch (InputException e) {
          refuse(row, e);
        }
      }
      return ahead != null;
    }

    private void refuse(Row row, InputException reason) {
      switch (handleInvalid) {
        case "skip" -> {}
        case "keep" -> waiting.add(new Waiting(row, false));
        default ->
            throw new InputException(
                reason.getMessage() + " (handleInvalid = skip leaves such rows out)", reason);
      }
    }

    @Override
    public Sequence next() {
      Sequence next = hasNext() ? ahead : null;
      if (next == null) {
        throw new NoSuchElementException();
      }
      ahead = null;
      return next;
    }
  }

  /** Joins the row that has waited longest with its cells, after those that have none. */
  private final class Appending implements PredictionReader<Row> {
    private static final long serialVersionUID = 1L;

    private final transient Queue<Waiting> waiting; // begun with and read in the same task

    Appending(Queue<Waiting> waiting) {
      this.waiting = waiting;
    }

    @Override
    public int numbersKept(int outputWidth) {
      return cells.numbersKept(outputWidth);
    }

    @Override
    public boolean readsTopLayer() {
      return cells.readsTopLayer();
    }

    @Override
    public Reading<Row> begin(Sequence sequence) {
      List<Row> done = new ArrayList<>();
      Waiting next = waiting.remove();
      while (!next.readable()) {
        done.add(withNulls(next.row()));
        next = waiting.remove();
      }
      Row row = next.row();
      Reading<Object[]> reading = cells.begin(sequence);
      return new Reading<>() {
        @Override
        public void add(int step, float[] outputs) {
          reading.add(step, outputs);
        }

        @Override
        public List<Row> finish() {
          reading.finish().forEach(added -> done.add(joined(row, added)));
          return done;
        }
      };
    }
  }
}
