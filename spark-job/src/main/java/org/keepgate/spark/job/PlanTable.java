package org.keepgate.spark.job;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.keepgate.spark.trainer.CostModel;

/**
 * What averaging costs with many workers, as a table: for the user's own network and for others.
 *
 * @param minibatches of an epoch, of all workers
 * @param interval minibatches of a round; 0 = an epoch
 */
record PlanTable(CostModel model, long minibatches, int interval, List<Integer> workers) {
  /** The part of a training that rounds may cost. */
  static final double PART = 0.1;

  private static final List<Long> PARAMETERS = List.of(1_000_000L, 10_000_000L, 100_000_000L);
  private static final List<Integer> GIGABITS = List.of(1, 10);
  private static final double BYTES_PER_GIGABIT = 125e6;

  /** A line of the table. */
  private record Line(CostModel model, int gigabits, int workers) {
    double bytesPerSecond() {
      return gigabits * BYTES_PER_GIGABIT;
    }

    String reduction() {
      return model.bySlices(workers) ? "slices" : "driver";
    }
  }

  private List<Line> lines() {
    List<CostModel> models = new ArrayList<>(List.of(model));
    PARAMETERS.forEach(parameters -> models.add(model.withParameters(parameters)));
    List<Line> lines = new ArrayList<>();
    for (CostModel each : models) {
      for (int gigabits : GIGABITS) {
        workers.forEach(count -> lines.add(new Line(each, gigabits, count)));
      }
    }
    return lines;
  }

  /** The table, and how it is read. */
  String text() {
    StringBuilder text = new StringBuilder();
    text.append(
        String.format(
            "%-15s %6s %8s %7s %12s %12s %9s %10s%n",
            "parameters",
            "Gbit/s",
            "workers",
            "by",
            "round, s",
            "epoch, s",
            "speed-up",
            "interval"));
    for (Line line : lines()) {
      text.append(
          String.format(
              Locale.ROOT,
              "%-15s %6d %8d %7s %12s %12s %9s %10s%n",
              Figures.count(line.model().parameters()) + (line.model() == model ? " *" : ""),
              line.gigabits(),
              line.workers(),
              line.reduction(),
              Figures.measure(line.model().roundSeconds(line.workers(), line.bytesPerSecond())),
              Figures.measure(epochSeconds(line)),
              String.format(Locale.ROOT, "%.1f", speedUp(line)),
              Figures.count(breakEven(line))));
    }
    return text.toString() + reading();
  }

  private String reading() {
    return String.join(
        System.lineSeparator(),
        "*         this network; of the others, a minibatch takes longer in proportion",
        "by        where results become one: on the driver, while a driver with the memory of this"
            + " command can collect them, or by slices on the executors",
        "round     what a round costs besides training: Spark, what is sent, what is added up",
        "epoch     training and rounds, "
            + (interval == 0
                ? "averaged once an epoch"
                : "averaged every " + Figures.count(interval) + " minibatches"),
        "speed-up  over one core without Spark; it cannot exceed the minibatches of an epoch, "
            + Figures.count(minibatches),
        "interval  the averagingInterval at which rounds cost 10 % of the training; a shorter one"
            + " costs more");
  }

  private double epochSeconds(Line line) {
    return line.model().epochSeconds(minibatches, line.workers(), interval, line.bytesPerSecond());
  }

  private double speedUp(Line line) {
    return line.model().speedUp(minibatches, line.workers(), interval, line.bytesPerSecond());
  }

  private static long breakEven(Line line) {
    return line.model().breakEvenInterval(line.workers(), line.bytesPerSecond(), PART);
  }

  /** The lines as programs read them. */
  List<Map<String, Object>> json() {
    List<Map<String, Object>> rows = new ArrayList<>();
    for (Line line : lines()) {
      Map<String, Object> row = new LinkedHashMap<>();
      row.put("parameters", line.model().parameters());
      row.put("gigabits", line.gigabits());
      row.put("workers", line.workers());
      row.put("reduction", line.reduction());
      row.put("roundSeconds", line.model().roundSeconds(line.workers(), line.bytesPerSecond()));
      row.put("epochSeconds", epochSeconds(line));
      row.put("speedUp", speedUp(line));
      row.put("breakEvenInterval", breakEven(line));
      rows.add(row);
    }
    return rows;
  }
}
