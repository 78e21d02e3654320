package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.Floor;
import org.keepgate.analysis.FloorComparison;
import org.keepgate.analysis.NgramModel;
import org.keepgate.analysis.SymbolTexts;
import org.keepgate.evaluation.Evaluation;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.spark.dataset.Encoding;
import org.keepgate.spark.dataset.SequenceSource;
import org.keepgate.spark.dataset.TextSource;
import org.keepgate.spark.report.LearningCurves;
import org.keepgate.spark.trainer.TrainingData;
import org.keepgate.training.setting.Settings;

/** Language models: bits per symbol, against n-grams. */
final class TextWorkload implements Workload {
  private static final int HIGHEST_ORDER = 5;
  private static final long MOST_SYMBOLS = 50_000_000; // beyond it the counts outgrow a driver
  private static final double LN_2 = StrictMath.log(2);

  @Override
  public SequenceSource open(
      SparkSession spark, String input, Settings settings, boolean labelled) {
    return new TextSource(JavaSparkContext.fromSparkContext(spark.sparkContext()), input, settings);
  }

  @Override
  public String targets() {
    return "symbols";
  }

  @Override
  public String metric() {
    return "bitsPerSymbol";
  }

  @Override
  public String measure(Encoding encoding) {
    return LearningCurves.BITS_PER_SYMBOL;
  }

  @Override
  public boolean lowerIsBetter() {
    return true;
  }

  @Override
  public double measureOfLoss(double meanLoss, Encoding encoding) {
    return meanLoss / LN_2;
  }

  @Override
  public List<String> outputNames(Encoding encoding, Settings settings) {
    return List.of();
  }

  @Override
  public double figure(Evaluation evaluation) {
    return evaluation.bitsPerSymbol();
  }

  @Override
  public List<Floor> floors(TrainingData data, Settings settings, Console console) {
    JavaRDD<SequenceBlock> heldOut = data.heldOutBlocks();
    if (heldOut == null) {
      return List.of();
    }
    long symbols = TrainingData.size(data.training()).targets();
    if (symbols > MOST_SYMBOLS) {
      console.note(
          "no n-gram floors: "
              + Figures.count(symbols)
              + " training symbols are more than "
              + Figures.count(MOST_SYMBOLS));
      return List.of();
    }
    int vocabulary = data.encoding().format().inputSize();
    NgramModel model = NgramModel.train(texts(data.training()), HIGHEST_ORDER, vocabulary);
    double[] bits = model.bitsPerSymbolByOrder(texts(heldOut));
    List<Floor> floors = new ArrayList<>();
    floors.add(new Floor("uniform over " + vocabulary + " symbols", bits[0]));
    for (int order = 1; order <= HIGHEST_ORDER; order++) {
      floors.add(new Floor("Kneser–Ney " + order + "-gram", bits[order]));
    }
    return floors;
  }

  @Override
  public Floor guess(Encoding encoding, @Nullable FloorComparison floors) {
    int symbols = encoding.format().inputSize();
    return new Floor("uniform over " + symbols + " symbols", StrictMath.log(symbols) / LN_2);
  }

  private static SymbolTexts texts(JavaRDD<SequenceBlock> blocks) {
    return new SymbolTexts(blocks::toLocalIterator);
  }

  @Override
  public PredictionTable predictionTable(LoadedModel model, Settings settings) {
    return PredictionTable.ofTexts(model.encoding());
  }
}
