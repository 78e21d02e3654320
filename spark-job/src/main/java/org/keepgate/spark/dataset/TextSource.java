package org.keepgate.spark.dataset;

import java.util.ArrayList;
import java.util.EnumMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.util.SerializableConfiguration;
import org.keepgate.sequence.InputException;
import org.keepgate.sequence.Sequence;
import org.keepgate.sequence.SequenceFormat;
import org.keepgate.sequence.SymbolCounts;
import org.keepgate.sequence.Vocabulary;
import org.keepgate.training.setting.Settings;

/**
 * Texts, one in a file, for a language model. Whole files are held out, copies of a file with it;
 * of a single file its end.
 */
public final class TextSource implements SequenceSource {
  private static final int TASKS_PER_CORE = 4;

  private final JavaSparkContext context;
  private final SerializableConfiguration hadoop;
  private final Settings settings;
  private final String unit;
  private final boolean replace;
  private final List<InputFile> files;
  private final Map<Part, List<TextRange>> parts;
  private long trainingSymbols; // 0 = not counted yet

  /**
   * Lists the files of {@code input}.
   *
   * @throws InputException when there is nothing to read
   */
  public TextSource(JavaSparkContext context, String input, Settings settings) {
    this.context = context;
    this.settings = settings;
    this.hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    this.unit = settings.get(InputSettings.INPUT_UNIT);
    this.replace = settings.get(InputSettings.MALFORMED_TEXT).equals("replace");
    List<String> filters = settings.find(InputSettings.PATH_FILTER);
    this.files = InputFiles.of(input, filters == null ? List.of() : filters, hadoop.value());
    if (filters == null) {
      requireNoTables(input);
    }
    HeldOut heldOut = HeldOut.of(settings);
    this.parts = files.size() == 1 ? partsOfFile(heldOut) : partsOfFiles(heldOut);
  }

  /** Tables can be read as texts, but nobody means that who does not say so. */
  private void requireNoTables(String input) {
    if (files.stream().allMatch(file -> TableFormat.bySuffix(file) != null)) {
      throw new InputException(
          "input "
              + input
              + ": expected texts; found "
              + (files.size() == 1 ? "the table " : "tables only, such as ")
              + files.get(0)
              + "; to read it as text all the same: --set pathFilter=*");
    }
  }

  private Map<Part, List<TextRange>> partsOfFiles(HeldOut heldOut) {
    Map<String, String> originals =
        heldOut.isNothing() ? Map.of() : FileCopies.originals(context, files, hadoop);
    Map<String, Part> byPath =
        heldOut.parts(files.stream().map(InputFile::path).toList(), originals);
    Map<Part, List<TextRange>> found = new EnumMap<>(Part.class);
    for (InputFile file : files) {
      Part part = byPath.getOrDefault(file.path(), Part.TRAINING);
      found.computeIfAbsent(part, unseen -> new ArrayList<>()).add(TextRange.whole(file));
    }
    return found;
  }

  private Map<Part, List<TextRange>> partsOfFile(HeldOut heldOut) {
    InputFile file = files.get(0);
    if (heldOut.isNothing()) {
      return Map.of(Part.TRAINING, List.of(TextRange.whole(file)));
    }
    long symbols = counts(List.of(TextRange.whole(file))).total();
    long testFrom = symbols - (long) (heldOut.testFraction() * symbols);
    long validationFrom = testFrom - (long) (heldOut.validationFraction() * symbols);
    Map<Part, List<TextRange>> found = new EnumMap<>(Part.class);
    put(found, Part.TRAINING, TextRange.of(file, 0, validationFrom));
    put(found, Part.VALIDATION, TextRange.of(file, validationFrom, testFrom));
    put(found, Part.TEST, TextRange.of(file, testFrom, symbols));
    return found;
  }

  private static void put(Map<Part, List<TextRange>> parts, Part part, TextRange range) {
    if (range.from() < range.to()) {
      parts.put(part, List.of(range));
    }
  }

  @Override
  public Encoding fit() {
    SymbolCounts counts = counts(ranges(Part.TRAINING));
    if (counts.distinct() == 0) {
      throw new InputException(
          "the training texts have no symbols; expected " + unit + " to learn from");
    }
    trainingSymbols = counts.total();
    Vocabulary vocabulary =
        Vocabulary.ofTexts(
            counts,
            settings.get(InputSettings.MIN_COUNT),
            settings.get(InputSettings.MAX_VOCABULARY),
            true);
    return new Encoding(
        SequenceFormat.languageModel(vocabulary.size()), vocabulary, null, null, null);
  }

  private SymbolCounts counts(List<TextRange> ranges) {
    JavaRDD<TextRange> distributed = distributed(ranges);
    SerializableConfiguration configuration = hadoop;
    String symbolUnit = unit;
    boolean replaced = replace;
    return TaskFailure.unwrapped(
        () ->
            distributed.treeAggregate( // the driver holds the counts of a few tasks, not of all
                new SymbolCounts(),
                (all, range) -> {
                  count(range, configuration.value(), symbolUnit, replaced, all);
                  return all;
                },
                (all, others) -> {
                  all.add(others);
                  return all;
                }));
  }

  private static void count(
      TextRange range, Configuration hadoop, String unit, boolean replace, SymbolCounts into) {
    TextSymbols symbols = open(range, hadoop, unit, replace);
    long position = 0;
    for (String symbol = symbols.next();
        symbol != null && position < range.to();
        symbol = symbols.next()) {
      if (position++ >= range.from()) {
        into.add(symbol);
      }
    }
  }

  private static TextSymbols open(
      TextRange range, Configuration hadoop, String unit, boolean replace) {
    InputFile file = range.file();
    TextDecoder decoder = new TextDecoder(file, file.open(hadoop), replace);
    return TextSymbols.of(decoder::next, unit);
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding, Part part) {
    return sequences(encoding, ranges(part), TextPieces.LONGEST);
  }

  @Override
  public JavaRDD<Sequence> trainingSequences(Encoding encoding, int numWorkers) {
    List<TextRange> training = ranges(Part.TRAINING);
    long symbols = trainingSymbols > 0 ? trainingSymbols : counts(training).total();
    return sequences(encoding, training, TextPieces.longest(symbols, numWorkers));
  }

  @Override
  public JavaRDD<Sequence> sequences(Encoding encoding) {
    return sequences(encoding, files.stream().map(TextRange::whole).toList(), TextPieces.LONGEST);
  }

  private JavaRDD<Sequence> sequences(Encoding encoding, List<TextRange> ranges, int longest) {
    Vocabulary vocabulary = encoding.symbols();
    if (vocabulary == null) {
      throw new IllegalArgumentException("texts need an encoding with a vocabulary of symbols");
    }
    SerializableConfiguration configuration = hadoop;
    String symbolUnit = unit;
    boolean replaced = replace;
    return distributed(ranges)
        .flatMap(
            range ->
                new TextPieces(
                    range,
                    open(range, configuration.value(), symbolUnit, replaced),
                    vocabulary,
                    longest));
  }

  private JavaRDD<TextRange> distributed(List<TextRange> ranges) {
    int most = TASKS_PER_CORE * context.defaultParallelism();
    return context.parallelize(ranges, Math.max(1, Math.min(ranges.size(), most)));
  }

  private List<TextRange> ranges(Part part) {
    return parts.getOrDefault(part, List.of());
  }

  @Override
  public String description() {
    if (files.size() == 1) {
      return "one file, by " + unit + (parts.size() > 1 ? ", its end held out" : "");
    }
    return Count.of(ranges(Part.TRAINING).size(), "file")
        + " to train on, by "
        + unit
        + "; "
        + ranges(Part.VALIDATION).size()
        + " held out for validation"
        + (parts.containsKey(Part.TEST) ? ", " + ranges(Part.TEST).size() + " for the test" : "");
  }

  @Override
  public Map<String, Object> settings() {
    return InputSettings.of(settings);
  }
}
