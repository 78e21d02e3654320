package org.keepgate.spark.job;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.jspecify.annotations.Nullable;
import org.keepgate.parameter.ParameterLayout;
import org.keepgate.training.TrainingListener;

/** The files that tell others how a training goes while it goes on; none unless asked for. */
final class TrainingLogs implements AutoCloseable {
  private final @Nullable LogFile history;
  private final @Nullable LogFile events;

  private TrainingLogs(@Nullable LogFile history, @Nullable LogFile events) {
    this.history = history;
    this.events = events;
  }

  /**
   * Opens them, so that a place that cannot be written to is refused before any work is done.
   *
   * @param history file of JSON lines; null = none
   * @param tensorBoard directory that gets an event file of its own; null = none
   */
  static TrainingLogs open(
      @Nullable String history,
      @Nullable String tensorBoard,
      boolean resume,
      boolean overwrite,
      Configuration hadoop,
      Console console) {
    LogFile lines =
        history == null ? null : LogFile.open(history, resume, overwrite, hadoop, console);
    try {
      LogFile events =
          tensorBoard == null
              ? null
              : LogFile.open(tensorBoard + "/" + eventFile(), false, false, hadoop, console);
      return new TrainingLogs(lines, events);
    } catch (RuntimeException e) {
      if (lines != null) {
        lines.close();
      }
      throw e;
    }
  }

  /** As TensorBoard looks for it: those of later runs come later. */
  private static String eventFile() {
    long now = System.currentTimeMillis();
    return String.format("events.out.tfevents.%010d.%03d.%s", now / 1000, now % 1000, host());
  }

  private static String host() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return "localhost";
    }
  }

  /** What writes them. */
  List<TrainingListener> listeners(ParameterLayout layout) {
    List<TrainingListener> listeners = new ArrayList<>();
    if (history != null) {
      listeners.add(new JsonLinesLog(history));
    }
    if (events != null) {
      listeners.add(new TensorBoardLog(events, layout));
    }
    return listeners;
  }

  @Override
  public void close() {
    if (history != null) {
      history.close();
    }
    if (events != null) {
      events.close();
    }
  }
}
