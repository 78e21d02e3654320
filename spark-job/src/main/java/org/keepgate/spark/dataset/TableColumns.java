package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.keepgate.sequence.InputException;

/** The columns of a table: their names in order, and what kind of cells each holds. */
final class TableColumns implements Serializable {
  private static final long serialVersionUID = 1L;

  /** What the cells of a column are. */
  enum Kind {
    NUMBER,
    TEXT,
    /** Arrays of numbers, or of arrays of numbers. */
    NUMBERS,
    /** Arrays of texts. */
    TEXTS
  }

  private final String source;
  private final String[] names;
  private final Kind[] kinds;

  /**
   * @param source what to name in messages
   * @throws InputException when a name is empty or stands twice
   */
  TableColumns(String source, List<String> names, List<Kind> kinds) {
    this.source = source;
    this.names = names.toArray(new String[0]);
    this.kinds = kinds.toArray(new Kind[0]);
    Set<String> seen = new HashSet<>();
    for (int i = 0; i < this.names.length; i++) {
      if (this.names[i].isBlank() || !seen.add(this.names[i])) {
        throw new InputException(
            source
                + ", header: expected different names of columns; found '"
                + this.names[i]
                + "' as column "
                + (i + 1));
      }
    }
  }

  int count() {
    return names.length;
  }

  String name(int column) {
    return names[column];
  }

  Kind kind(int column) {
    return kinds[column];
  }

  /** All names, in order. */
  List<String> names() {
    return List.of(names);
  }

  /** The column of a name, or −1. */
  int find(String name) {
    return names().indexOf(name);
  }

  /**
   * The column of a name.
   *
   * @param option the setting that names it
   * @throws InputException when there is none
   */
  int find(String name, String option) {
    int column = find(name);
    if (column < 0) {
      throw new InputException(
          option
              + ": expected a column of "
              + source
              + "; found '"
              + name
              + "', the columns are "
              + listed());
    }
    return column;
  }

  /** All names for a sentence, the middle of many left out. */
  String listed() {
    List<String> all = names();
    return all.size() <= 12
        ? String.join(", ", all)
        : String.join(", ", all.subList(0, 8)) + ", … " + all.get(all.size() - 1);
  }

  /** Columns of {@code kind} that {@code except} does not name, in order. */
  List<String> ofKind(Set<Kind> kind, Set<String> except) {
    List<String> found = new ArrayList<>();
    for (int i = 0; i < names.length; i++) {
      if (kind.contains(kinds[i]) && !except.contains(names[i])) {
        found.add(names[i]);
      }
    }
    return found;
  }
}
