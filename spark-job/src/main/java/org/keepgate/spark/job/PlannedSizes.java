package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.keepgate.math.RandomStream;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Readout;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceBlock;
import org.keepgate.sequence.SequenceBlockBuilder;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SequenceShare;
import org.keepgate.sequence.TargetKind;
import org.keepgate.training.setting.NetworkSettings;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;
import picocli.CommandLine.Option;

/** Sizes of data that are not there yet; some of them are drawn, to measure by. */
final class PlannedSizes {
  private static final int MOST_DRAWN = 4_000_000; // numbers
  private static final long MOST_BATCHES = 16;
  private static final int LARGEST_SEQUENCE = 100_000_000; // numbers
  private static final int PEN = 3;

  @Option(
      names = "--sequences",
      paramLabel = "N",
      description = "without --input: sequences of an epoch")
  private @Nullable Integer sequences;

  @Option(names = "--steps-each", paramLabel = "N", description = "without --input: their steps")
  private @Nullable Integer steps;

  @Option(
      names = "--inputs",
      paramLabel = "N",
      description = "without --input: symbols (language-model, or with embeddingSize) or features")
  private @Nullable Integer inputs;

  @Option(
      names = "--outputs",
      paramLabel = "N",
      description = "without --input: classes, labels or values")
  private @Nullable Integer outputs;

  PlannedSizes() {}

  /** The first size that is given; null = none. */
  @Nullable String given() {
    return sequences != null
        ? "--sequences"
        : steps != null
            ? "--steps-each"
            : inputs != null ? "--inputs" : outputs != null ? "--outputs" : null;
  }

  /**
   * Refuses sizes that are missing or not positive.
   *
   * @throws InputException naming the option
   */
  void require(Task task) {
    require("--sequences", sequences);
    require("--steps-each", steps);
    if (task != Task.HANDWRITING) {
      require("--inputs", inputs);
      if (task != Task.LANGUAGE_MODEL) {
        require("--outputs", outputs);
      }
    }
    long numbers = (long) value(steps) * value(inputs);
    if (numbers > LARGEST_SEQUENCE) {
      throw new InputException(
          "--steps-each times --inputs: expected at most "
              + LARGEST_SEQUENCE
              + " numbers of a sequence, one of which is drawn to measure by; found "
              + numbers);
    }
  }

  private static void require(String option, @Nullable Integer value) {
    if (value == null) {
      throw new InputException(
          option + ": expected a whole number, or --input with data; found neither");
    }
    if (value < 1) {
      throw new InputException(option + ": expected at least 1; found " + value);
    }
  }

  /** Sequences of an epoch. */
  int sequences() {
    return value(sequences);
  }

  /** Sequences as they would be: some minibatches, and no more than are planned. */
  SequenceShare draw(Settings settings, int batchSize) {
    SequenceFormat format = format(settings);
    long numbers = (long) value(steps) * (format.symbols() ? 1 : format.inputSize());
    long batches = Math.max(1, Math.min(MOST_BATCHES, MOST_DRAWN / numbers / batchSize));
    int count = (int) Math.min(value(sequences), batches * batchSize); // whole minibatches
    RandomStream random = new RandomStream(1);
    SequenceBlockBuilder block = SequenceBlock.builder(format);
    for (int sequence = 0; sequence < count; sequence++) {
      block.add(labelled(drawn("planned " + sequence, format, random), format, random));
    }
    return new SequenceShare(format, List.of(block.build()));
  }

  /** What the task's sequences look like. */
  SequenceFormat format(Settings settings) {
    boolean symbols = settings.get(NetworkSettings.EMBEDDING_SIZE) > 0;
    int in = value(inputs);
    int out = value(outputs);
    return switch (settings.task()) {
      case LANGUAGE_MODEL -> SequenceFormat.languageModel(in);
      case CLASSIFY -> new SequenceFormat(symbols, in, TargetKind.CLASS, Readout.LAST_STEP, out);
      case TAG -> new SequenceFormat(symbols, in, TargetKind.CLASS, Readout.EVERY_STEP, out);
      case FORECAST, DENSITY -> SequenceFormat.forecaster(in, out, Readout.LAST_STEP);
      case HANDWRITING -> SequenceFormat.forecaster(PEN, PEN, Readout.EVERY_STEP);
      case REGRESS -> new SequenceFormat(symbols, in, TargetKind.VALUES, Readout.LAST_STEP, out);
      case MULTILABEL -> new SequenceFormat(symbols, in, TargetKind.LABELS, Readout.LAST_STEP, out);
      case TRANSCRIBE ->
          new SequenceFormat(symbols, in, TargetKind.LABEL_SEQUENCE, Readout.EVERY_STEP, out);
    };
  }

  private Sequence drawn(String key, SequenceFormat format, RandomStream random) {
    int rows = value(steps);
    if (format.symbols()) {
      int[] symbols = new int[format.targetKind() == TargetKind.NEXT_SYMBOL ? rows + 1 : rows];
      for (int step = 0; step < symbols.length; step++) {
        symbols[step] = random.nextInt(format.inputSize());
      }
      return Sequence.ofSymbols(key, symbols);
    }
    float[] features = new float[Math.multiplyExact(rows, format.inputSize())];
    for (int j = 0; j < features.length; j++) {
      features[j] = (float) random.nextGaussian();
    }
    return Sequence.ofFeatures(key, features, format.inputSize());
  }

  private static Sequence labelled(Sequence sequence, SequenceFormat format, RandomStream random) {
    int rows = format.readout() == Readout.EVERY_STEP ? sequence.rows() : 1;
    List<Integer> numbers = new ArrayList<>();
    boolean classes = format.targetKind() == TargetKind.CLASS;
    for (int j = 0; j < rows * (classes ? 1 : format.outputSize()); j++) {
      numbers.add(random.nextInt(classes ? format.outputSize() : 2)); // 0 and 1 are values, too
    }
    return switch (format.targetKind()) {
      case NEXT_SYMBOL -> sequence;
      case CLASS -> sequence.withClasses(numbers.stream().mapToInt(Integer::intValue).toArray());
      case LABEL_SEQUENCE -> sequence.withLabelSequence(1);
      case VALUES, LABELS -> {
        float[] values = new float[numbers.size()];
        for (int j = 0; j < values.length; j++) {
          values[j] = numbers.get(j);
        }
        yield sequence.withValues(values);
      }
    };
  }

  private static int value(@Nullable Integer size) {
    return size == null ? 1 : size;
  }
}
