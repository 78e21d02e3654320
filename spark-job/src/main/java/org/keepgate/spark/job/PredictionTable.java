package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructField;
import org.apache.spark.sql.types.StructType;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Standardizer;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.trainer.PredictionReader;

/**
 * The columns of predictions, and how they are read off the network.
 *
 * @param reader makes the rows
 */
record PredictionTable(StructType schema, PredictionReader<Row> reader) {

  /** sequence, prediction, probability; for tags also the step, from 1. */
  static PredictionTable ofLabels(Encoding encoding, boolean tags) {
    Vocabulary labels = encoding.labels();
    if (labels == null) {
      throw new IllegalArgumentException("classes need labels");
    }
    List<StructField> fields = place(tags);
    fields.add(text("prediction"));
    fields.add(number("probability"));
    return of(fields, new LabelReader(labels, tags));
  }

  /** series, time, and a prediction for each target. */
  static PredictionTable ofSeries(Encoding encoding, List<String> targets) {
    List<StructField> fields = new ArrayList<>(List.of(text("series"), text("time")));
    if (targets.size() <= 1) {
      fields.add(number("prediction"));
    } else {
      targets.forEach(target -> fields.add(number("prediction_" + target)));
    }
    return of(fields, new SeriesReader(encoding.targets()));
  }

  /** text, its symbols and bits for each, the most probable next symbol and its probability. */
  static PredictionTable ofTexts(Encoding encoding) {
    Vocabulary symbols = encoding.symbols();
    if (symbols == null) {
      throw new IllegalArgumentException("texts need symbols");
    }
    List<StructField> fields =
        List.of(
            text("text"),
            DataTypes.createStructField("symbols", DataTypes.LongType, false),
            number("bitsPerSymbol"),
            text("prediction"),
            number("probability"));
    return of(fields, new TextReader(symbols));
  }

  /** A table of such columns. */
  static PredictionTable of(List<StructField> fields, PredictionReader<Row> reader) {
    return new PredictionTable(DataTypes.createStructType(fields), reader);
  }

  /** sequence, and the step, from 1, where there are several. */
  static List<StructField> place(boolean everyStep) {
    List<StructField> fields = new ArrayList<>(List.of(text("sequence")));
    if (everyStep) {
      fields.add(DataTypes.createStructField("step", DataTypes.IntegerType, false));
    }
    return fields;
  }

  /** The cells of {@link #place}. */
  static List<Object> cells(Sequence sequence, int step, boolean everyStep) {
    List<Object> cells = new ArrayList<>();
    cells.add(sequence.key());
    if (everyStep) {
      cells.add(step + 1);
    }
    return cells;
  }

  /** The series and the time of the target of a window. */
  static List<Object> seriesCells(Sequence window) {
    int at = window.key().lastIndexOf('@');
    List<Object> cells = new ArrayList<>();
    cells.add(window.key().substring(0, at));
    cells.add(window.key().substring(at + 1));
    return cells;
  }

  static StructField text(String name) {
    return DataTypes.createStructField(name, DataTypes.StringType, false);
  }

  static StructField number(String name) {
    return DataTypes.createStructField(name, DataTypes.DoubleType, false);
  }

  private static int mostProbable(float[] probabilities) {
    int best = 0;
    for (int i = 1; i < probabilities.length; i++) {
      best = probabilities[i] > probabilities[best] ? i : best;
    }
    return best;
  }

  private static final class LabelReader implements PredictionReader<Row> {
    private static final long serialVersionUID = 1L;

    private final Vocabulary labels;
    private final boolean tags;

    LabelReader(Vocabulary labels, boolean tags) {
      this.labels = labels;
      this.tags = tags;
    }

    @Override
    public int numbersKept(int outputWidth) {
      return 1; // of the best
    }

    @Override
    public Reading<Row> begin(Sequence sequence) {
      List<Row> rows = new ArrayList<>();
      return new Reading<>() {
        @Override
        public void add(int step, float[] outputs) {
          int best = mostProbable(outputs);
          String label = labels.symbol(best);
          double probability = outputs[best];
          rows.add(
              tags
                  ? RowFactory.create(sequence.key(), step + 1, label, probability)
                  : RowFactory.create(sequence.key(), label, probability));
        }

        @Override
        public List<Row> finish() {
          return rows;
        }
      };
    }
  }

  private static final class SeriesReader implements PredictionReader<Row> {
    private static final long serialVersionUID = 1L;

    private final @Nullable Standardizer units;

    SeriesReader(@Nullable Standardizer units) {
      this.units = units;
    }

    @Override
    public Reading<Row> begin(Sequence sequence) {
      List<Object> cells = seriesCells(sequence);
      return new Reading<>() {
        @Override
        public void add(int step, float[] outputs) {
          float[] values = Arrays.copyOf(outputs, outputs.length);
          if (units != null) {
            units.invert(values);
          }
          for (float value : values) {
            cells.add((double) value);
          }
        }

        @Override
        public List<Row> finish() {
          return List.of(RowFactory.create(cells.toArray()));
        }
      };
    }
  }

  private static final class TextReader implements PredictionReader<Row> {
    private static final long serialVersionUID = 1L;
    private static final double LN_2 = StrictMath.log(2);

    private final Vocabulary vocabulary;

    TextReader(Vocabulary vocabulary) {
      this.vocabulary = vocabulary;
    }

    @Override
    public int numbersKept(int outputWidth) {
      return 1; // a sum
    }

    @Override
    public Reading<Row> begin(Sequence sequence) {
      int[] symbols = sequence.symbols();
      if (symbols == null) {
        throw new IllegalArgumentException("a text has symbols");
      }
      String path = sequence.key().substring(0, sequence.key().lastIndexOf('@'));
      return new Reading<>() {
        private double nats;
        private int best;
        private double probability;

        @Override
        public void add(int step, float[] outputs) {
          // no probability is below this, as when a model is judged
          nats -= StrictMath.log(Math.max(outputs[symbols[step + 1]], Float.MIN_NORMAL));
          best = mostProbable(outputs);
          probability = outputs[best];
        }

        @Override
        public List<Row> finish() {
          long targets = sequence.length();
          return List.of(
              RowFactory.create(
                  path, targets, nats / targets / LN_2, vocabulary.symbol(best), probability));
        }
      };
    }
  }
}
