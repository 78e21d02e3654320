package org.keepgate.spark.dataset;

import java.util.List;
import java.util.Map;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.sql.SparkSession;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.Standardizer;
import org.keepgate.training.setting.Settings;

/**
 * Sequences of a pen's moves, each predicted from those before it (Graves, 2013).
 *
 * <pre>
 *   x_t      (dx, dy, end): the move, and 1 where the stroke ends after it, else 0
 *   reads    0, x_1 … x_{T−1}       0: the null vector
 *   targets  x_1, x_2 … x_T
 * </pre>
 *
 * <p>dx and dy are brought to mean 0 and deviation 1 of the training part, each by its own, as the
 * values of other tasks are: whatever the units of the tablet, a fresh network then begins near the
 * one normal distribution of all moves. So the null vector is the mean move. The end of a stroke
 * stays 0 or 1.
 */
public final class PenSource implements SequenceSource {
  /** Numbers of a move. */
  public static final int SIZE = 3;

  private static final int END = 2;

  private final TableSource table;
  private final SequenceParts parts;
  private final List<String> names;

  /**
   * Opens the table.
   *
   * @param parted whether the column of parts is read, too: to train and to evaluate
   */
  public PenSource(SparkSession spark, String input, Settings settings, boolean parted) {
    this.table = TableSource.open(spark, input, settings, parted);
    this.parts = SequenceParts.of(table);
    this.names = table.schema().names(table.schema().features());
    if (table.schema().symbols() || table.featureSize() != SIZE) {
      throw new InputException(
          "features: expected three numbers a step, the pen's move in two directions and 1 where"
              + " its stroke ends, else 0; found "
              + (table.schema().symbols() ? "text" : table.featureSize())
              + " in "
              + String.join(", ", names));
    }
  }

  @Override
  public Encoding fit() {
    SequenceParts of = parts;
    Standardizer found =
        table
            .survey(
                table.sequences(SIZE),
                0,
                sequence -> of.part(sequence) == Part.TRAINING ? sequence.steps() : 0)
            .inputs()
            .standardizer();
    Standardizer units =
        Standardizer.of(
            new double[] {found.mean(0), found.mean(1), 0},
            new double[] {found.scale(0), found.scale(1), 1});
    return new Encoding(
        SequenceFormat.forecaster(SIZE, SIZE, Readout.EVERY_STEP), null, null, units, units);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    SequenceParts of = parts;
    return encoded(table.sequences(SIZE).filter(sequence -> of.part(sequence) == part), encoding);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return encoded(table.sequences(SIZE), encoding);
  }

  private JavaRDD<Sequence> encoded(JavaRDD<RawSequence> sequences, Encoding encoding) {
    Standardizer units = encoding.inputs();
    if (units == null) {
      throw new IllegalArgumentException("moves have units");
    }
    String end = names.get(names.size() - 1);
    return sequences.map(sequence -> encoded(sequence, units, end));
  }

  private static Sequence encoded(RawSequence raw, Standardizer units, String endColumn) {
    float[] moves = raw.requiredFeatures().clone();
    for (int k = END; k < moves.length; k += SIZE) {
      if (moves[k] != 0 && moves[k] != 1) {
        throw raw.wrong(
            endColumn,
            "1 where the stroke ends, else 0",
            NumberText.written(moves[k]) + " at step " + (k / SIZE + 1));
      }
    }
    units.apply(moves);
    float[] before = new float[moves.length];
    System.arraycopy(moves, 0, before, SIZE, moves.length - SIZE);
    return Sequence.ofFeatures(raw.key(), before, SIZE).withValues(moves);
  }

  @Override
  public String description() {
    return table.description("the next move at every step");
  }

  @Override
  public Map<String, Object> settings() {
    return table.resolved();
  }
}
