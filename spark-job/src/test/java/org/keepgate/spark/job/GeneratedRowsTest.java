package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("Drawn rows as CSV")
class GeneratedRowsTest {

  @Test
  @DisplayName("a column's name is quoted where it would break the header")
  void header() {
    List<String> columns = List.of("plain name", "a,b", "say \"x\"", "two\nlines");
    GeneratedRows rows = new GeneratedRows(columns, List.of(new float[] {0.5f, 2, 1, 4}));
    assertEquals("plain name,\"a,b\",\"say \"\"x\"\"\",\"two\nlines\"\n0.5,2.0,1,4.0", rows.csv());
  }
}
