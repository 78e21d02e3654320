package org.keepgate.spark.dataset;

import static org.keepgate.spark.dataset.TableColumns.Kind.NUMBER;
import static org.keepgate.spark.dataset.TableColumns.Kind.NUMBERS;
import static org.keepgate.spark.dataset.TableColumns.Kind.TEXT;
import static org.keepgate.spark.dataset.TableColumns.Kind.TEXTS;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keepgate.sequence.InputException;
import org.keepgate.training.setting.Setting;
import org.keepgate.training.setting.Settings;
import org.keepgate.training.setting.Task;

/** Which columns of a table are what, and how its rows become sequences. */
final class SequenceSchema implements Serializable {
  private static final long serialVersionUID = 1L;

  /** How rows become sequences. */
  enum Form {
    /** A row of numbers is a sequence: its columns, in order, are cut into steps. */
    WIDE,
    /** A row is a sequence: its columns hold arrays, one element a step. */
    ARRAYS,
    /** A row is a step: rows of the same group, in order, are a sequence. */
    LONG
  }

  static final int NONE = -1;

  private final Form form;
  private final boolean symbols;
  private final int[] features;
  private final int[] targets;
  private final int label;
  private final int[] group;
  private final int order;
  private final int id;
  private final int split;
  private final int steps; // that a row is cut into; 0 = as its arrays have them
  private final boolean everyStep;
  private final String labelUnit;
  private final TableColumns columns;

  private SequenceSchema(TableColumns columns, Settings settings, boolean labelled) {
    this.columns = columns;
    this.group = find(settings, InputSettings.GROUP_BY);
    this.order = findOne(settings, InputSettings.ORDER_BY);
    this.id = findOne(settings, InputSettings.ID_COLUMN);
    this.split = labelled ? findOne(settings, InputSettings.SPLIT_COLUMN) : NONE;
    this.label = labelled ? label(settings) : NONE;
    this.features = features(settings);
    this.targets = targets(settings, labelled);
    this.symbols = readsSymbols();
    this.form = form(settings.task());
    this.steps = steps(settings);
    this.everyStep = everyStep(settings);
    this.labelUnit = labelUnit(settings);
    requireLabelForm(settings.task());
    requireTargetForm();
  }

  /**
   * Resolves the columns that {@code settings} name, or leave to their defaults.
   *
   * @param labelled whether classes and parts are read, too
   * @throws InputException when a column is missing, or of the wrong kind
   */
  static SequenceSchema of(TableColumns columns, Settings settings, boolean labelled) {
    return new SequenceSchema(columns, settings, labelled);
  }

  private int label(Settings settings) {
    String name = settings.find(InputSettings.LABEL);
    return name == null ? NONE : columns.find(name, InputSettings.LABEL.name());
  }

  private int[] features(Settings settings) {
    int[] named = find(settings, InputSettings.FEATURES);
    if (named.length > 0) {
      return named;
    }
    List<Setting<?>> otherSettings =
        new ArrayList<>(
            List.of(
                InputSettings.LABEL,
                InputSettings.GROUP_BY,
                InputSettings.ORDER_BY,
                InputSettings.ID_COLUMN,
                InputSettings.SPLIT_COLUMN));
    if (!isSeries(settings.task())) {
      otherSettings.add(InputSettings.TARGET);
    }
    Set<String> others = new HashSet<>();
    for (Setting<?> setting : otherSettings) {
      Object value = settings.find(setting);
      if (value instanceof List<?> names) {
        names.forEach(name -> others.add(name.toString()));
      } else if (value != null) {
        others.add(value.toString());
      }
    }
    List<String> arrays = columns.ofKind(EnumSet.of(NUMBERS, TEXTS), others);
    List<String> found = arrays.isEmpty() ? columns.ofKind(EnumSet.of(NUMBER), others) : arrays;
    if (found.isEmpty()) {
      throw new InputException(
          "features: expected columns of numbers or arrays; the input has "
              + columns.listed()
              + "; name them by --features");
    }
    return found.stream().mapToInt(columns::find).toArray();
  }

  /** A series may be forecast from itself; other tasks read a target only where it is known. */
  private int[] targets(Settings settings, boolean labelled) {
    Task task = settings.task();
    if (!isSeries(task) && !labelled) {
      return new int[0];
    }
    int[] named = find(settings, InputSettings.TARGET);
    if (!isSeries(task)) {
      return named;
    }
    if (named.length == 0 && features.length > 1) {
      throw new InputException(
          "target: expected the column to forecast; the input has "
              + columns.listed()
              + "; name it by --target");
    }
    return named.length > 0 ? named : features;
  }

  /** Whether sequences are windows of series. */
  private static boolean isSeries(Task task) {
    return task == Task.FORECAST || task == Task.DENSITY;
  }

  private boolean everyStep(Settings settings) {
    Boolean wanted = settings.find(InputSettings.RETURN_SEQUENCES);
    if (targets.length == 0 || isSeries(settings.task())) {
      return settings.task() == Task.TAG || isSeries(settings.task());
    }
    boolean arrays = kindOf(targets[0]) == NUMBERS;
    boolean wanting = wanted == null ? arrays || form == Form.LONG : wanted;
    if (wanting && (form == Form.WIDE || (form == Form.ARRAYS && !arrays))) {
      throw new InputException(
          "returnSequences: expected false, or targets at every step (arrays or --group-by);"
              + " column "
              + columns.name(targets[0])
              + " has one a row");
    }
    return wanting;
  }

  private void requireTargetForm() {
    for (int column : targets) {
      boolean array = kindOf(column) == NUMBERS;
      if (array && form == Form.LONG) {
        throw new InputException(
            "target: expected a number in each row of a sequence; column "
                + columns.name(column)
                + " holds arrays: give each element a column of its own");
      }
      if (array != (kindOf(targets[0]) == NUMBERS)) {
        throw new InputException(
            "target: expected either arrays or single numbers; "
                + String.join(", ", names(targets))
                + " are of both kinds");
      }
    }
  }

  /** Elements of an array are labels by themselves. */
  private String labelUnit(Settings settings) {
    String unit = settings.find(InputSettings.LABEL_UNIT);
    boolean array = label != NONE && (kindOf(label) == NUMBERS || kindOf(label) == TEXTS);
    return unit == null ? "" : array ? TextSymbols.WORDS : unit;
  }

  private boolean readsSymbols() {
    boolean texts = kindOf(features[0]) == TEXT || kindOf(features[0]) == TEXTS;
    if (texts && features.length > 1) {
      throw new InputException(
          "features: expected one column of symbols, or columns of numbers; found "
              + String.join(", ", names(features)));
    }
    return texts;
  }

  private Form form(Task task) {
    Set<TableColumns.Kind> kinds = EnumSet.noneOf(TableColumns.Kind.class);
    for (int column : features) {
      kinds.add(kindOf(column));
    }
    boolean arrays = kinds.contains(NUMBERS) || kinds.contains(TEXTS);
    if (arrays && kinds.size() > 1) {
      throw new InputException(
          "features: expected either arrays or single numbers; "
              + String.join(", ", names(features))
              + " are of both kinds");
    }
    if (arrays && group.length > 0) {
      throw new InputException(
          "groupBy: expected one number or symbol a row; column "
              + columns.name(features[0])
              + " holds arrays, which are sequences already: leave groupBy out");
    }
    if (arrays || (symbols && group.length == 0)) {
      return Form.ARRAYS;
    }
    boolean rowIsStep = group.length > 0 || isSeries(task) || task == Task.HANDWRITING;
    return rowIsStep ? Form.LONG : Form.WIDE;
  }

  private int steps(Settings settings) {
    Integer wanted = settings.find(InputSettings.STEPS);
    if (form != Form.WIDE) {
      return wanted == null || form == Form.LONG ? 0 : wanted;
    }
    int count = wanted == null ? features.length : wanted;
    if (features.length % count != 0) {
      throw new InputException(
          "steps: expected a divisor of the number of feature columns, "
              + features.length
              + "; found "
              + count);
    }
    return count;
  }

  private void requireLabelForm(Task task) {
    if (label == NONE) {
      return;
    }
    boolean list = kindOf(label) == NUMBERS || kindOf(label) == TEXTS;
    if (task == Task.TAG && (form == Form.WIDE || (form == Form.ARRAYS && !list))) {
      throw new InputException(
          "label: expected a label at every step, an array or --group-by; column "
              + columns.name(label)
              + " has one a row");
    }
    if (task == Task.CLASSIFY && list) {
      throw new InputException(
          "label: expected one label for a sequence; column "
              + columns.name(label)
              + " holds arrays: the task for that is tag");
    }
  }

  private int[] find(Settings settings, Setting<List<String>> setting) {
    List<String> names = settings.find(setting);
    return names == null
        ? new int[0]
        : names.stream().mapToInt(name -> columns.find(name, setting.name())).toArray();
  }

  private int findOne(Settings settings, Setting<String> setting) {
    String name = settings.find(setting);
    return name == null ? NONE : columns.find(name, setting.name());
  }

  private TableColumns.Kind kindOf(int column) {
    return columns.kind(column);
  }

  Form form() {
    return form;
  }

  /** Whether the network reads symbols. */
  boolean symbols() {
    return symbols;
  }

  int[] features() {
    return features;
  }

  int[] targets() {
    return targets;
  }

  /** Column of the class, or {@link #NONE}. */
  int label() {
    return label;
  }

  int[] group() {
    return group;
  }

  /** Column that orders rows, or {@link #NONE}. */
  int order() {
    return order;
  }

  /** Column that names sequences, or {@link #NONE}. */
  int id() {
    return id;
  }

  /** Column that says the part, or {@link #NONE}. */
  int split() {
    return split;
  }

  /** Whether there is a class, or are targets, at every step. */
  boolean everyStep() {
    return everyStep;
  }

  /** What a label of a label sequence is; empty for other tasks. */
  String labelUnit() {
    return labelUnit;
  }

  /** The labels in a text, one after another. */
  String[] labelsOf(String text) {
    return TextSymbols.of(text, labelUnit).toArray(new String[0]);
  }

  /** Steps that a row is cut into; 0 = as its arrays have them, or as the rows of a group. */
  int steps() {
    return steps;
  }

  TableColumns columns() {
    return columns;
  }

  List<String> names(int[] of) {
    List<String> names = new ArrayList<>();
    for (int column : of) {
      names.add(columns.name(column));
    }
    return names;
  }
}
