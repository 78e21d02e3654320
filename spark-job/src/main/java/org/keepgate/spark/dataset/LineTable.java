package org.keepgate.spark.dataset;

import java.io.Serializable;
import java.util.ArrayList;
import java.util.Iterator;
import java.util.List;
import java.util.NoSuchElementException;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.api.java.JavaRDD;
import org.apache.spark.api.java.JavaSparkContext;
import org.apache.spark.sql.SparkSession;
import org.apache.spark.util.SerializableConfiguration;
import org.jspecify.annotations.Nullable;

/** A table of which a line is a row: the files are read in stretches, wherever they are cut. */
final class LineTable implements Table {

  /** Makes rows of lines, wherever they are read. */
  interface RowParser extends Serializable {

    /** The row of a line; null when the line holds none, as a header or a blank line. */
    @Nullable TableRow row(String line, InputFile file, FileSlice.Lines lines);
  }

  private final SparkSession spark;
  private final List<InputFile> files;
  private final TableColumns columns;
  private final List<TableRow> sample;
  private final RowParser parser;

  LineTable(
      SparkSession spark,
      List<InputFile> files,
      TableColumns columns,
      List<TableRow> sample,
      RowParser parser) {
    this.spark = spark;
    this.files = files;
    this.columns = columns;
    this.sample = sample;
    this.parser = parser;
  }

  @Override
  public TableColumns columns() {
    return columns;
  }

  @Override
  public List<TableRow> sample() {
    return sample;
  }

  @Override
  public JavaRDD<TableRow> rows() {
    RowParser ofEveryLine = parser; // not the table itself, which does not travel
    JavaSparkContext context = JavaSparkContext.fromSparkContext(spark.sparkContext());
    SerializableConfiguration hadoop = new SerializableConfiguration(context.hadoopConfiguration());
    List<FileSlice> slices = FileSlice.of(files, hadoop.value());
    return context
        .parallelize(slices, slices.size())
        .flatMap(slice -> new RowIterator(slice, hadoop.value(), ofEveryLine));
  }

  /** Rows of the first {@code count} lines of a file, read here. */
  static List<TableRow> head(InputFile file, Configuration hadoop, RowParser parser, int count) {
    List<TableRow> rows = new ArrayList<>();
    RowIterator all = new RowIterator(FileSlice.whole(file), hadoop, parser);
    while (rows.size() < count && all.hasNext()) {
      rows.add(all.next());
    }
    all.close();
    return rows;
  }

  private static final class RowIterator implements Iterator<TableRow> {
    private final FileSlice slice;
    private final FileSlice.Lines lines;
    private final RowParser parser;
    private @Nullable TableRow next; // read ahead by hasNext alone

    RowIterator(FileSlice slice, Configuration hadoop, RowParser parser) {
      this.lines = slice.open(hadoop);
      this.slice = slice;
      this.parser = parser;
    }

    void close() {
      lines.close();
    }

    @Override
    public boolean hasNext() {
      String line = next == null ? lines.next() : null;
      while (line != null) {
        next = parser.row(line, slice.file(), lines);
        line = next == null ? lines.next() : null;
      }
      return next != null;
    }

    @Override
    public TableRow next() {
      if (!hasNext() || next == null) {
        throw new NoSuchElementException();
      }
      TableRow row = next;
      next = null;
      return row;
    }
  }
}
