package org.keepgate.spark.ml;

import java.io.Serializable;
import scala.Function1;

/** What the name of a column to read must be: not empty. */
final class ColumnBound implements Function1<String, Object>, Serializable {
  private static final long serialVersionUID = 1L;

  private final String param;

  ColumnBound(String param) {
    this.param = param;
  }

  @Override
  public Object apply(String name) {
    if (name.isBlank()) {
      throw new IllegalArgumentException(param + ": expected the name of a column; found nothing");
    }
    return true;
  }
}
