package org.keepgate.spark.ml;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import org.apache.spark.ml.linalg.SQLDataTypes;
import org.apache.spark.ml.linalg.Vectors;
import org.apache.spark.sql.types.DataTypes;
import org.apache.spark.sql.types.StructType;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.trainer.PredictionReader;

/** The cells of a text: how probable it is, and what may follow; travels to the executors. */
final class SymbolCells implements PredictionReader<Object[]> {
  private static final long serialVersionUID = 1L;
  private static final double LN_2 = StrictMath.log(2);

  private final boolean bits;
  private final boolean perplexity;
  private final boolean count;
  private final boolean probability;
  private final boolean prediction;
  private final Vocabulary vocabulary;

  /** As the params say. */
  SymbolCells(LanguageParams<?> params, Vocabulary vocabulary) {
    this.bits = !params.getBitsPerSymbolCol().isEmpty();
    this.perplexity = !params.getPerplexityCol().isEmpty();
    this.count = !params.getSymbolCountCol().isEmpty();
    this.probability = !params.getProbabilityCol().isEmpty();
    this.prediction = !params.getPredictionCol().isEmpty();
    this.vocabulary = vocabulary;
  }

  /** The columns of these cells after those of the rows. */
  static StructType added(StructType rows, LanguageParams<?> params) {
    return new OutputSchema(rows)
        .and(params.getBitsPerSymbolCol(), DataTypes.DoubleType)
        .and(params.getPerplexityCol(), DataTypes.DoubleType)
        .and(params.getSymbolCountCol(), DataTypes.LongType)
        .and(params.getProbabilityCol(), SQLDataTypes.VectorType())
        .and(params.getPredictionCol(), DataTypes.StringType)
        .schema();
  }

  /** −ln p of what came at a step; no probability is below this, as when a model is judged. */
  static double nats(float[] outputs, int came) {
    return -StrictMath.log(Math.max(outputs[came], Float.MIN_NORMAL));
  }

  /** The symbols of a text with its boundaries. */
  static int[] symbols(Sequence text) {
    int[] symbols = text.symbols();
    if (symbols == null) {
      throw new IllegalArgumentException("a text has symbols");
    }
    return symbols;
  }

  @Override
  public int numbersKept(int outputWidth) {
    return 1; // of each step a sum
  }

  @Override
  public Reading<Object[]> begin(Sequence text) {
    int[] symbols = symbols(text);
    int last = text.length() - 1;
    return new Reading<>() {
      private double nats;
      private double[] next = new double[0];

      @Override
      public void add(int step, float[] outputs) {
        nats += nats(outputs, symbols[step + 1]);
        if (step == last) {
          next = new double[vocabulary.size()];
          for (int k = 0; k < next.length; k++) {
            next[k] = outputs[k];
          }
        }
      }

      @Override
      public List<Object[]> finish() {
        return Collections.singletonList(cells(nats / (last + 1), last + 1L, next));
      }
    };
  }

  private Object[] cells(double nats, long symbols, double[] next) {
    List<Object> cells = new ArrayList<>(5);
    if (bits) {
      cells.add(nats / LN_2);
    }
    if (perplexity) {
      cells.add(StrictMath.exp(nats));
    }
    if (count) {
      cells.add(symbols);
    }
    if (probability) {
      cells.add(Vectors.dense(next));
    }
    if (prediction) {
      cells.add(vocabulary.symbol(Vectors.dense(next).argmax()));
    }
    return cells.toArray();
  }
}
