package org.keepgate.spark.dataset;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.spark.Partitioner;
import org.apache.spark.api.java.JavaRDD;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.training.setting.Task;
import scala.Tuple2;

/**
 * Brings the rows of a group together, in order. Spark sorts outside of memory; of a sequence only
 * its numbers are held.
 */
final class LongForm {

  private LongForm() {}

  /** The sequences of a table of which a row is a step. */
  static JavaRDD<RawSequence> sequences(JavaRDD<TableRow> rows, SequenceSchema schema, Task task) {
    int partitions = schema.group().length == 0 ? 1 : rows.getNumPartitions();
    return rows.mapToPair(row -> new Tuple2<>(key(row, schema), StepRow.of(row, schema)))
        .repartitionAndSortWithinPartitions(new ByGroup(partitions))
        .mapPartitions(sorted -> new Groups(sorted, schema, task));
  }

  private static StepKey key(TableRow row, SequenceSchema schema) {
    StringBuilder group = new StringBuilder();
    for (int column : schema.group()) {
      group.append(group.isEmpty() ? "" : ",").append(row.word(column));
    }
    return schema.order() == SequenceSchema.NONE
        ? new StepKey(group.toString(), row.file(), OrderKey.ofPosition(row.position()))
        : new StepKey(group.toString(), "", row.order(schema.order()));
  }

  /** All rows of a group go to the same task. */
  private static final class ByGroup extends Partitioner {
    private static final long serialVersionUID = 1L;

    private final int partitions;

    ByGroup(int partitions) {
      this.partitions = partitions;
    }

    @Override
    public int numPartitions() {
      return partitions;
    }

    @Override
    public int getPartition(Object key) {
      return Math.floorMod(((StepKey) key).group().hashCode(), partitions);
    }
  }

  /** One sequence after another out of sorted rows. */
  private static final class Groups implements Iterator<RawSequence> {
    private final Iterator<Tuple2<StepKey, StepRow>> rows;
    private final SequenceSchema schema;
    private final Task task;
    private @Nullable Tuple2<StepKey, StepRow> ahead;

    Groups(Iterator<Tuple2<StepKey, StepRow>> rows, SequenceSchema schema, Task task) {
      this.rows = rows;
      this.schema = schema;
      this.task = task;
      this.ahead = rows.hasNext() ? rows.next() : null;
    }

    @Override
    public boolean hasNext() {
      return ahead != null;
    }

    @Override
    public RawSequence next() {
      if (ahead == null) {
        throw new NoSuchElementException();
      }
      Group group = new Group(ahead._1().group(), schema, task);
      StepKey last = null;
      while (ahead != null && ahead._1().group().equals(group.name)) {
        StepKey key = ahead._1();
        if (key.equals(last)) {
          throw group.wrong(
              schema.columns().name(schema.order()),
              "a different value in each row of a sequence",
              "'" + key.order() + "' twice");
        }
        group.add(key.order(), ahead._2());
        last = key;
        ahead = rows.hasNext() ? rows.next() : null;
      }
      return group.finish();
    }
  }

  /** The sequence that is being put together. */
  private static final class Group {
    private final String name;
    private final SequenceSchema schema;
    private final Task task;
    private final FloatList features = new FloatList();
    private final FloatList targets = new FloatList();
    private final List<String> symbols = new ArrayList<>();
    private final List<String> labels = new ArrayList<>();
    private final List<OrderKey> orders = new ArrayList<>();
    private @Nullable String split;

    Group(String name, SequenceSchema schema, Task task) {
      this.name = name;
      this.schema = schema;
      this.task = task;
    }

    void add(OrderKey order, StepRow row) {
      features.add(row.features());
      addTargets(row.targets());
      if (row.symbol() != null) {
        symbols.add(row.symbol());
      }
      if (row.label() != null) {
        addLabel(row.label());
      }
      if ((task == Task.FORECAST || task == Task.DENSITY)
          && schema.order() != SequenceSchema.NONE) {
        orders.add(order);
      }
      if (split != null && !split.equals(row.split())) {
        throw wrong(
            schema.columns().name(schema.split()),
            "the same part in all rows of a sequence",
            "'" + split + "' and '" + row.split() + "'");
      }
      split = row.split();
    }

    /** A series has targets in every row, whatever its windows are given. */
    private void addTargets(float[] more) {
      boolean constant = (task == Task.REGRESS || task == Task.MULTILABEL) && !schema.everyStep();
      if (!constant || targets.size == 0) {
        targets.add(more);
        return;
      }
      for (int k = 0; k < more.length; k++) {
        if (targets.numbers[k] != more[k]) {
          throw wrong(
              schema.columns().name(schema.targets()[k]),
              "the same target in all rows of a sequence",
              targets.numbers[k] + " and " + more[k]);
        }
      }
    }

    private void addLabel(String label) {
      if (task == Task.TAG || labels.isEmpty()) {
        labels.add(label);
      } else if (!labels.get(0).equals(label)) {
        throw wrong(
            schema.columns().name(schema.label()),
            "the same label in all rows of a sequence",
            "'" + labels.get(0) + "' and '" + label + "'");
      }
    }

    RawSequence finish() {
      return new RawSequence(
          name,
          schema.symbols() ? null : features.toArray(),
          schema.symbols() ? 0 : schema.features().length,
          schema.symbols() ? symbols.toArray(new String[0]) : null,
          labels(),
          schema.targets().length == 0 ? null : targets.toArray(),
          orders.isEmpty() ? null : orders.toArray(new OrderKey[0]),
          split,
          this::place);
    }

    private String @Nullable [] labels() {
      if (labels.isEmpty()) {
        return null;
      }
      return task == Task.TRANSCRIBE
          ? schema.labelsOf(labels.get(0))
          : labels.toArray(new String[0]);
    }

    private String place() {
      return schema.group().length == 0
          ? "the series"
          : String.join(",", schema.names(schema.group())) + " '" + name + "'";
    }

    InputException wrong(String column, String expected, String found) {
      return new InputException(
          place() + ", column " + column + ": expected " + expected + "; found " + found);
    }
  }

  /** Numbers in a growing array. */
  private static final class FloatList {
    private float[] numbers = new float[64];
    private int size;

    void add(float[] more) {
      if (size + more.length > numbers.length) {
        int room = Math.max(Math.addExact(size, more.length), (int) Math.min(2L * size, 1 << 30));
        numbers = Arrays.copyOf(numbers, room);
      }
      System.arraycopy(more, 0, numbers, size, more.length);
      size += more.length;
    }

    float[] toArray() {
      return Arrays.copyOf(numbers, size);
    }
  }
}
