package org.keepgate.spark.dataset;

import static org.keepgate.training.setting.Task.CLASSIFY;
import static org.keepgate.training.setting.Task.DENSITY;
import static org.keepgate.training.setting.Task.FORECAST;
import static org.keepgate.training.setting.Task.HANDWRITING;
import static org.keepgate.training.setting.Task.LANGUAGE_MODEL;
import static org.keepgate.training.setting.Task.MULTILABEL;
import static org.keepgate.training.setting.Task.REGRESS;
import static org.keepgate.training.setting.Task.TAG;
import static org.keepgate.training.setting.Task.TRANSCRIBE;

import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.SettingCatalog;
import org.keepgate.training.setting.Settings;

/** The settings that say what the input is, and which part of it is held out. */
public final class InputSettings {
  public static final Setting<List<String>> PATH_FILTER =
      Setting.names("pathFilter", "only files of a tree with such names: *.scala,*.java")
          .unset("all files");
  public static final Setting<String> INPUT_UNIT =
      Setting.choice(
              "inputUnit",
              "what a symbol of a text is",
              List.of(TextSymbols.CHARACTERS, TextSymbols.WORDS))
          .only(LANGUAGE_MODEL, CLASSIFY, TAG, REGRESS, MULTILABEL, TRANSCRIBE)
          .or(TextSymbols.CHARACTERS);
  public static final Setting<String> MALFORMED_TEXT =
      Setting.choice("malformedText", "bytes that are not UTF-8", List.of("fail", "replace"))
          .only(LANGUAGE_MODEL)
          .or("fail");
  public static final Setting<Integer> MIN_COUNT =
      Setting.integer("minCount", "symbols seen less often in training are unknown", 1)
          .only(LANGUAGE_MODEL, CLASSIFY, TAG, REGRESS, MULTILABEL, TRANSCRIBE)
          .or(1);
  public static final Setting<Integer> MAX_VOCABULARY =
      Setting.integer("maxVocabulary", "most symbols, the rest is unknown; 0 = no limit", 0)
          .only(LANGUAGE_MODEL, CLASSIFY, TAG, REGRESS, MULTILABEL, TRANSCRIBE)
          .or(0);

  public static final Setting<String> INPUT_FORMAT =
      Setting.choice("inputFormat", "format of a table", TableFormat.keys())
          .only(CLASSIFY, TAG, FORECAST, REGRESS, MULTILABEL, TRANSCRIBE, DENSITY, HANDWRITING)
          .or(TableFormat.BY_SUFFIX);
  public static final Setting<List<String>> FEATURES =
      Setting.names("features", "columns that the network reads")
          .only(CLASSIFY, TAG, FORECAST, REGRESS, MULTILABEL, TRANSCRIBE, DENSITY, HANDWRITING)
          .by(HANDWRITING, List.of("dx", "dy", "end"))
          .unset("all of numbers not named otherwise");
  public static final Setting<Integer> STEPS =
      Setting.integer("steps", "cut the features of a row, in order, into so many equal steps", 1)
          .only(CLASSIFY, REGRESS, MULTILABEL, TRANSCRIBE)
          .unset("one step a column");
  public static final Setting<String> LABEL =
      Setting.text(
              "label", "column of the class, or of the labels in order", "the name of a column")
          .only(CLASSIFY, TAG, TRANSCRIBE)
          .or("label");
  public static final Setting<String> LABEL_UNIT =
      Setting.choice(
              "labelUnit",
              "what a label of a text in the column label is",
              List.of(TextSymbols.CHARACTERS, TextSymbols.WORDS))
          .only(TRANSCRIBE)
          .or(TextSymbols.CHARACTERS);
  public static final Setting<List<String>> TARGET =
      Setting.names("target", "columns to predict: numbers or arrays of them, 0 or 1 for labels")
          .only(FORECAST, REGRESS, MULTILABEL, DENSITY)
          .by(REGRESS, List.of("target"))
          .by(MULTILABEL, List.of("labels"))
          .unset("the only one of numbers");
  public static final Setting<Boolean> RETURN_SEQUENCES =
      Setting.flag("returnSequences", "a target at every step in place of one for the sequence")
          .only(REGRESS, MULTILABEL)
          .unset("true for arrays and long form");
  public static final Setting<List<String>> GROUP_BY =
      Setting.names("groupBy", "long form: columns that name the sequence of a row")
          .only(CLASSIFY, TAG, FORECAST, REGRESS, MULTILABEL, TRANSCRIBE, DENSITY, HANDWRITING)
          .unset("a row is a sequence; forecast, density, handwriting: one series");
  public static final Setting<String> ORDER_BY =
      Setting.text("orderBy", "long form: column of numbers or ISO dates", "the name of a column")
          .only(CLASSIFY, TAG, FORECAST, REGRESS, MULTILABEL, TRANSCRIBE, DENSITY, HANDWRITING)
          .unset("as the file has them");
  public static final Setting<String> ID_COLUMN =
      Setting.text("idColumn", "column that names a row's sequence", "the name of a column")
          .only(CLASSIFY, TAG, FORECAST, REGRESS, MULTILABEL, TRANSCRIBE, DENSITY, HANDWRITING)
          .unset("file and place");

  public static final Setting<Integer> WINDOW =
      Setting.integer("window", "rows that a forecast looks back on", 1)
          .only(FORECAST, DENSITY)
          .or(28);
  public static final Setting<Integer> HORIZON =
      Setting.integer("horizon", "rows from the last one known to the one forecast", 1)
          .only(FORECAST, DENSITY)
          .or(1);
  public static final Setting<Integer> STRIDE =
      Setting.integer("stride", "rows from one window to the next", 1)
          .only(FORECAST, DENSITY)
          .or(1);
  public static final Setting<List<String>> CALENDAR =
      Setting.choices("calendar", "inputs about the day forecast, from orderBy", Calendar.keys())
          .only(FORECAST, DENSITY)
          .unset("none");

  public static final Setting<Double> VALIDATION_FRACTION =
      fraction("validationFraction", "share of files, sequences or a series' end, for validation")
          .by(LANGUAGE_MODEL, 0.05)
          .or(0.1);
  public static final Setting<Double> TEST_FRACTION =
      fraction("testFraction", "the same for the test after training").or(0.0);
  public static final Setting<Integer> VALIDATION_STEPS =
      Setting.integer("validationSteps", "in place of the fraction: rows of each series", 1)
          .only(FORECAST, DENSITY)
          .unset("by validationFraction");
  public static final Setting<Integer> TEST_STEPS =
      Setting.integer("testSteps", "in place of the fraction: rows at each series' end", 1)
          .only(FORECAST, DENSITY)
          .unset("by testFraction");
  public static final Setting<String> SPLIT_COLUMN =
      Setting.text("splitColumn", "column of train, validation or test", "the name of a column")
          .only(CLASSIFY, TAG, REGRESS, MULTILABEL, TRANSCRIBE, HANDWRITING)
          .unset("split by the fractions");

  private InputSettings() {}

  private static Setting<Double> fraction(String name, String sentence) {
    return Setting.real(name, sentence, "in [0, 1)", value -> value >= 0 && value < 1);
  }

  /** All of them, in order. */
  public static SettingCatalog.Group group() {
    return new SettingCatalog.Group(
        "Input",
        List.of(
            PATH_FILTER,
            INPUT_UNIT,
            MALFORMED_TEXT,
            MIN_COUNT,
            MAX_VOCABULARY,
            INPUT_FORMAT,
            FEATURES,
            STEPS,
            LABEL,
            LABEL_UNIT,
            TARGET,
            RETURN_SEQUENCES,
            GROUP_BY,
            ORDER_BY,
            ID_COLUMN,
            WINDOW,
            HORIZON,
            STRIDE,
            CALENDAR,
            VALIDATION_FRACTION,
            TEST_FRACTION,
            VALIDATION_STEPS,
            TEST_STEPS,
            SPLIT_COLUMN));
  }

  /** Those of {@code settings} that are about the input, set or default, by name. */
  public static Map<String, Object> of(Settings settings) {
    Map<String, Object> all = settings.all();
    Map<String, Object> own = new LinkedHashMap<>();
    for (Setting<?> setting : group().settings()) {
      Object value = all.get(setting.name());
      if (value != null) {
        own.put(setting.name(), value);
      }
    }
    return own;
  }
}
