package org.keepgate.spark.dataset;

import com.fasterxml.jackson.core.JsonParser;
import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.DeserializationFeature;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectReader;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.apache.hadoop.conf.Configuration;
import org.apache.spark.sql.SparkSession;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;
import org.keepgate.training.setting.JsonFault;

/** Files of which each line is a JSON object; a name that a line lacks is a missing value. */
final class JsonTable {
  private static final int SAMPLE = 100;
  private static final ObjectReader JSON =
      JsonMapper.builder()
          .enable(JsonParser.Feature.STRICT_DUPLICATE_DETECTION)
          .enable(DeserializationFeature.FAIL_ON_TRAILING_TOKENS)
          .build()
          .reader();

  private JsonTable() {}

  static Table open(SparkSession spark, String input, List<InputFile> files) {
    Configuration hadoop = spark.sparkContext().hadoopConfiguration();
    TableColumns columns = columns(input, files.get(0), hadoop);
    Parser parser = new Parser(columns);
    List<TableRow> sample = LineTable.head(files.get(0), hadoop, parser, SAMPLE);
    return new LineTable(spark, files, columns, sample, parser);
  }

  private static TableColumns columns(String input, InputFile file, Configuration hadoop) {
    Map<String, TableColumns.Kind> kinds = new LinkedHashMap<>();
    FileSlice.Lines lines = FileSlice.whole(file).open(hadoop);
    String line = lines.next();
    for (int i = 0; i < SAMPLE && line != null; i++) {
      JsonNode object = object(line, lines);
      if (object != null) {
        object
            .properties()
            .forEach(
                field -> kinds.merge(field.getKey(), kind(field.getValue()), JsonTable::stronger));
      }
      line = lines.next();
    }
    lines.close();
    if (kinds.isEmpty()) {
      throw new InputException(
          "input " + input + ": expected JSON objects, one a line; " + file + " has none");
    }
    return new TableColumns(
        file.path(), new ArrayList<>(kinds.keySet()), new ArrayList<>(kinds.values()));
  }

  /** What a value makes of its column; an empty array may be one of anything. */
  private static TableColumns.Kind kind(JsonNode value) {
    if (value.isArray()) {
      return value.path(0).isTextual() ? TableColumns.Kind.TEXTS : TableColumns.Kind.NUMBERS;
    }
    return value.isNumber() ? TableColumns.Kind.NUMBER : TableColumns.Kind.TEXT;
  }

  private static TableColumns.Kind stronger(TableColumns.Kind a, TableColumns.Kind b) {
    return a == TableColumns.Kind.TEXT ? b : b == TableColumns.Kind.TEXTS ? b : a;
  }

  private static @Nullable JsonNode object(String line, FileSlice.Lines lines) {
    if (line.isBlank()) {
      return null;
    }
    try {
      JsonNode node = JSON.readTree(line);
      if (node.isObject()) {
        return node;
      }
      throw new InputException(
          lines.place(0).get() + ": expected a JSON object; found " + JsonFault.kind(node));
    } catch (JsonProcessingException e) {
      throw new InputException(
          lines.place(0).get() + ": expected a JSON object; " + JsonFault.describe(e), e);
    }
  }

  private static final class Parser implements LineTable.RowParser {
    private static final long serialVersionUID = 1L;

    private final TableColumns columns;

    Parser(TableColumns columns) {
      this.columns = columns;
    }

    @Override
    public @Nullable TableRow row(String line, InputFile file, FileSlice.Lines lines) {
      JsonNode object = object(line, lines);
      if (object == null) {
        return null;
      }
      @Nullable Object[] cells = new Object[columns.count()];
      for (int i = 0; i < cells.length; i++) {
        cells[i] = cell(object.get(columns.name(i)));
      }
      return new TableRow(columns, cells, false, lines.place(0), file, lines.lineOffset());
    }

    private static @Nullable Object cell(@Nullable JsonNode node) {
      if (node == null || node.isNull()) {
        return null;
      }
      if (node.isArray()) {
        List<@Nullable Object> list = new ArrayList<>(node.size());
        node.forEach(element -> list.add(cell(element)));
        return list;
      }
      if (node.isNumber()) {
        return node.numberValue();
      }
      return node.isBoolean() ? (Object) node.booleanValue() : node.asText();
    }
  }
}
