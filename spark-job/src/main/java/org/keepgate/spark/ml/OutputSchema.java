package org.keepgate.spark.ml;

import java.util.Arrays;
import org.apache.spark.sql.types.DataType;
import org.apache.spark.sql.types.StructType;

/** Adds the columns of predictions to those of the rows that they are made of. */
final class OutputSchema {
  private StructType schema;

  OutputSchema(StructType rows) {
    this.schema = rows;
  }

  /**
   * Adds a column, unless its name is empty.
   *
   * @throws IllegalArgumentException when there is one of the name
   */
  OutputSchema and(String name, DataType type) {
    if (!name.isEmpty()) {
      if (Arrays.asList(schema.fieldNames()).contains(name)) {
        throw new IllegalArgumentException(
            "column "
                + name
                + " is there already: drop it, or give the new one another name (predictionCol,"
                + " probabilityCol …)");
      }
      schema = schema.add(name, type);
    }
    return this;
  }

  StructType schema() {
    return schema;
  }
}
