package org.keepgate.spark.job;

import java.util.Locale;
import java.util.concurrent.Executors;
import java.util.concurrent.ScheduledExecutorService;
import java.util.concurrent.TimeUnit;
import org.jspecify.annotations.Nullable;

/**
 * A bar that grows on a terminal. Between two rounds it goes on by the time that the last one took;
 * elsewhere than on a terminal there is none.
 */
final class ProgressBar implements AutoCloseable {
  private static final int WIDTH = 40;
  private static final long REFRESH_MILLISECONDS = 500;

  private final Console console;
  private @Nullable ScheduledExecutorService clock;
  private int total;
  private int done;
  private long lastAdvance;
  private long usualNanos; // of a round; 0: not known yet

  ProgressBar(Console console) {
    this.console = console;
  }

  /** Shows the bar, at {@code from} of {@code to}. */
  synchronized void start(int from, int to) {
    if (!console.isTerminal() || clock != null) {
      return;
    }
    done = from;
    total = to;
    lastAdvance = System.nanoTime();
    clock =
        Executors.newSingleThreadScheduledExecutor(
            task -> {
              Thread thread = new Thread(task, "progress bar");
              thread.setDaemon(true);
              return thread;
            });
    var unused =
        clock.scheduleAtFixedRate(this::draw, 0, REFRESH_MILLISECONDS, TimeUnit.MILLISECONDS);
  }

  /** Moves on to {@code now}. */
  synchronized void advance(int now) {
    long time = System.nanoTime();
    usualNanos = (time - lastAdvance) / Math.max(1, now - done);
    lastAdvance = time;
    done = now;
  }

  private synchronized void draw() {
    if (clock == null || total == 0) {
      return;
    }
    double since = System.nanoTime() - lastAdvance;
    double part = usualNanos == 0 ? 0 : Math.min(0.99, since / usualNanos);
    double share = Math.min(1, (done + part) / total);
    int filled = (int) (share * WIDTH);
    String left =
        usualNanos == 0
            ? ""
            : Figures.duration(Math.max(0, usualNanos * (total - done - part) / 1e9)) + " left";
    console.show(
        String.format(
            Locale.ROOT,
            "[%s%s] %3.0f %%  round %d of %d  %s",
            "#".repeat(filled),
            " ".repeat(WIDTH - filled),
            100 * share,
            Math.min(done + 1, total),
            total,
            left));
  }

  @Override
  public synchronized void close() {
    if (clock != null) {
      clock.shutdownNow();
      clock = null;
      console.show("");
    }
  }
}
