package org.keepgate.examples.why;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.keepgate.analysis.GradientFlow;
import org.keepgate.analysis.Inspection;
import org.keepgate.cell.Cells;
import org.keepgate.math.Gemm;
import org.keepgate.math.RandomStream;
import org.keepgate.network.NetworkSpec;
import org.keepgate.optimizer.ScheduleKind;
import org.keepgate.optimizer.ScheduleSpec;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.spark.report.HtmlReport;
import org.keepgate.spark.report.Lines;
import org.keepgate.spark.report.NumberTable;
import org.keepgate.spark.report.ReportContent;
import org.keepgate.training.EpochEntry;
import org.keepgate.training.LocalTrainer;
import org.keepgate.training.TrainingListener;
import org.keepgate.training.TrainingOptions;

/**
 * Why the LSTM: the argument, the error flow of four networks, and two of them learning what lies
 * far back; printed, and as a page with pictures.
 *
 * <p>Arguments: [FILE.html [EPOCHS]]; {@code why-lstm.html} and 20 unless given.
 */
public final class WhyLstm {
  private static final int LAGS = 500;
  private static final int UNITS = 32;
  private static final SequenceFormat SYMBOLS = SequenceFormat.languageModel(8);

  private WhyLstm() {}

  /** Tells the story. */
  public static void main(String[] arguments) throws IOException {
    Path file = Path.of(arguments.length > 0 ? arguments[0] : "why-lstm.html").toAbsolutePath();
    if (!Files.isWritable(file.getParent())) {
      System.err.println(file + " cannot be written; choose a folder with permission");
      System.exit(1);
    }
    int epochs = arguments.length > 1 ? Integer.parseInt(arguments[1]) : 20;
    NumberTable paths = new VanishingArgument(1, 2).paths();
    NumberTable factors = VanishingArgument.factors();
    Map<String, double[]> flows = flows();
    Map<String, double[]> curves = learning(epochs, 2000);
    ReportContent content =
        new ReportContent(
                "Why the LSTM",
                "Error that flows back through a plain recurrent network is multiplied at every"
                    + " step and is soon gone; through a memory cell it is carried.")
            .table(paths)
            .table(factors)
            .lines(flowPicture(flows))
            .lines(curvePicture(curves));
    HtmlReport.write(content, file);
    print(paths);
    print(factors);
    print(
        "3. Error flow, relative to lag 1",
        "lag",
        flows,
        new int[] {1, 2, 5, 10, 20, 50, 100, 500});
    print(
        "4. Accuracy on temporal order",
        "epoch",
        curves,
        IntStream.rangeClosed(1, epochs).toArray());
    System.out.println("\npictures in " + file);
  }

  /** Errors by lag, relative to lag 1: of untrained networks, on random symbols. */
  static Map<String, double[]> flows() {
    Map<String, double[]> flows = new LinkedHashMap<>();
    flows.put("plain RNN", flow(Cells.RNN));
    flows.put("LSTM of 1997", flow(Cells.LSTM_1997));
    flows.put("LSTM with forget gate", flow(Cells.LSTM));
    flows.put("GRU", flow("gru"));
    return flows;
  }

  private static double[] flow(String cell) {
    NetworkSpec spec = NetworkSpec.of(SYMBOLS, cell, UNITS);
    RandomStream random = new RandomStream(3);
    SequenceBlockBuilder block = SequenceBlock.builder(SYMBOLS);
    for (int i = 0; i < 8; i++) {
      int[] symbols = IntStream.range(0, LAGS + 20).map(t -> random.nextInt(8)).toArray();
      block.add(Sequence.ofSymbols("random " + i, symbols));
    }
    Inspection inspection = new Inspection(spec, LAGS);
    inspection.run(
        spec,
        spec.initialParameters(5),
        new SequenceShare(SYMBOLS, List.of(block.build())),
        8,
        Gemm.chosen());
    GradientFlow.Layer layer = inspection.flow().layers().get(0);
    return IntStream.rangeClosed(1, LAGS).mapToDouble(layer::relative).toArray();
  }

  private static Lines flowPicture(Map<String, double[]> flows) {
    return new Lines(
        "3. Error by time lag",
        "The error of one step as it arrives at earlier states of untrained networks of "
            + UNITS
            + " units: in the plain network less than a hundredth is left at lag "
            + lost(flows.get("plain RNN"))
            + "; through the memory cells of 1997 it is the same at lag 1 and at lag "
            + LAGS
            + ".",
        "error, relative to lag 1",
        "lag, time steps back",
        true,
        "a straight fall means that each step back takes the same part of the error; the level line"
            + " is the constant error carousel.",
        flows);
  }

  private static int lost(double @Nullable [] relative) {
    for (int i = 0; relative != null && i < relative.length; i++) {
      if (relative[i] < 0.01) {
        return i + 1;
      }
    }
    return 0;
  }

  /** Accuracy on fresh sequences of temporal order after each epoch. */
  static Map<String, double[]> learning(int epochs, int sequences) {
    SequenceShare training = OrderOfTwo.draw(sequences, 11);
    SequenceShare fresh = OrderOfTwo.draw(500, 12);
    Map<String, double[]> curves = new LinkedHashMap<>();
    for (Map.Entry<String, String> network :
        Map.of("plain RNN", Cells.RNN, "LSTM with forget gate", Cells.LSTM).entrySet().stream()
            .sorted(Map.Entry.<String, String>comparingByKey().reversed())
            .toList()) {
      NetworkSpec plain = NetworkSpec.of(OrderOfTwo.FORMAT, network.getValue(), UNITS);
      NetworkSpec spec =
          network.getValue().equals(Cells.LSTM)
              ? plain.withCell(plain.cell().withForgetBias(4)) // keeps for about 50 steps at first
              : plain;
      TrainingOptions options =
          TrainingOptions.defaults()
              .withNumWorkers(1)
              .withMaxIter(epochs)
              .withBatchSize(32)
              .withSchedule(ScheduleSpec.of(ScheduleKind.CONSTANT, 0.005))
              .withSeed(1);
      TrainingListener shown =
          new TrainingListener() {
            @Override
            public void epochFinished(EpochEntry epoch) {
              System.err.printf(
                  Locale.ROOT,
                  "%s, epoch %d of %d: %s%n",
                  network.getKey(),
                  epoch.epoch(),
                  epochs,
                  epoch.validation());
            }
          };
      double[] accuracy =
          new LocalTrainer(spec, options, Gemm.chosen())
              .train(training, fresh, List.of(shown)).history().epochs().stream()
                  .mapToDouble(epoch -> epoch.validation().getOrDefault("accuracy", Double.NaN))
                  .toArray();
      curves.put(network.getKey(), accuracy);
    }
    return curves;
  }

  private static Lines curvePicture(Map<String, double[]> curves) {
    return new Lines(
        "4. What it means for learning",
        "Temporal order: which of X and Y came first, which second, asked for at the end of 100 to"
            + " 110 symbols. Guessing is right in a quarter of the cases.",
        "accuracy on fresh sequences",
        "epoch",
        false,
        "higher is better; 0.25 is guessing.",
        curves);
  }

  private static void print(NumberTable table) {
    System.out.println("\n" + table.title() + "\n" + table.words());
    System.out.println(String.join("  ", table.headers()));
    table.rows().forEach(row -> System.out.println("  " + String.join("  ", row)));
  }

  private static void print(
      String title, String progress, Map<String, double[]> lines, int[] places) {
    System.out.println("\n" + title + "\n" + progress + "  " + String.join("  ", lines.keySet()));
    for (int place : places) {
      StringBuilder row = new StringBuilder(String.format(Locale.ROOT, "%4d", place));
      for (double[] line : lines.values()) {
        row.append(
            place <= line.length ? String.format(Locale.ROOT, "  %.4g", line[place - 1]) : "  –");
      }
      System.out.println(row);
    }
  }
}
