package org.keepgate.spark.job;

import java.util.List;
import org.apache.spark.sql.Row;
import org.apache.spark.sql.RowFactory;
import org.apache.spark.sql.types.StructField;
import org.keepgate.head.CtcDecoder;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.InputSettings;
import org.keepgate.spark.dataset.OutputSettings;
import org.keepgate.spark.dataset.TextUnits;
import org.keepgate.spark.trainer.PredictionReader;
import org.keepgate.training.setting.Settings;

/** Reads the labels of a sequence in their order: by the best path, or by a beam. */
final class TranscriptPredictions implements PredictionReader<Row> {
  private static final long serialVersionUID = 1L;

  private final Vocabulary labels;
  private final boolean words;
  private final int beamWidth; // 0: the best path

  private TranscriptPredictions(Vocabulary labels, boolean words, int beamWidth) {
    this.labels = labels;
    this.words = words;
    this.beamWidth = beamWidth;
  }

  /** sequence, prediction, and the logarithm of the probability of the paths that were followed. */
  static PredictionTable table(Encoding encoding, Settings settings) {
    Vocabulary labels = encoding.labels();
    if (labels == null) {
      throw new IllegalArgumentException("label sequences need labels");
    }
    List<StructField> fields = PredictionTable.place(false);
    fields.add(PredictionTable.text("prediction"));
    fields.add(PredictionTable.number("logProbability"));
    return PredictionTable.of(
        fields,
        new TranscriptPredictions(
            labels,
            TextUnits.areWords(settings.get(InputSettings.LABEL_UNIT)),
            settings.get(OutputSettings.BEAM_WIDTH)));
  }

  @Override
  public Reading<Row> begin(Sequence sequence) {
    int width = labels.size() + 1; // and the blank
    float[] probabilities = new float[Math.multiplyExact(sequence.rows(), width)];
    return new Reading<>() {
      @Override
      public void add(int step, float[] outputs) {
        System.arraycopy(outputs, 0, probabilities, step * width, width);
      }

      @Override
      public List<Row> finish() {
        CtcDecoder.Decoding found =
            beamWidth == 0
                ? CtcDecoder.bestPath(probabilities, sequence.rows(), width)
                : CtcDecoder.prefixBeam(probabilities, sequence.rows(), width, beamWidth);
        List<String> symbols =
            found.labels().stream().map(label -> labels.symbol(label - 1)).toList();
        return List.of(
            RowFactory.create(
                sequence.key(), TextUnits.text(symbols, words), found.logProbability()));
      }
    };
  }
}
