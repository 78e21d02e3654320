package org.keepgate.spark.dataset;

import java.util.concurrent.Callable;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/** Brings what a task says back to the driver as the task said it. */
public final class TaskFailure {
  private static final String CANCELLED = "because Keepgate saw that ";
  private static final Pattern OUR_REASON =
      Pattern.compile(Pattern.quote(CANCELLED) + "(.*?)( SQLSTATE: \\w+)?\\s*\\z", Pattern.DOTALL);
  private static final Pattern EXECUTOR_LOST =
      Pattern.compile(
          "failed (\\d+) times.*Lost task \\S+ in stage \\S+ \\(TID \\d+\\) \\((\\S+) executor (\\S+)\\):"
              + " ExecutorLostFailure \\(.*?\\) Reason: ([^\\n]*)",
          Pattern.DOTALL);

  private TaskFailure() {}

  /**
   * What {@code job} returns.
   *
   * @throws InputException when that is why one of its tasks failed, when executors were lost again
   *     and again, or when the job was cancelled by a {@link #cancellation}
   * @throws IllegalStateException when it failed by something else: with the task's own message, if
   *     there is one, instead of Spark's account of the failed stage, which is the cause
   */
  public static <T> T unwrapped(Callable<T> job) {
    try {
      return job.call();
    } catch (InputException e) {
      throw e;
    } catch (Exception e) { // Spark's exceptions are checked, and not declared
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException) {
          throw new InputException(String.valueOf(cause.getMessage()), e);
        }
      }
      String ofCluster = ofCluster(String.valueOf(e.getMessage()));
      if (ofCluster != null) {
        throw new InputException(ofCluster, e);
      }
      if (e instanceof RuntimeException unchecked) {
        throw unchecked;
      }
      throw new IllegalStateException(reason(e), e);
    }
  }

  /**
   * A reason for which a job is cancelled, such that {@link #unwrapped} fails with the sentence.
   */
  public static String cancellation(String sentence) {
    return CANCELLED + sentence;
  }

  /** What neither the input nor a task is to blame for, in a sentence; null = something else. */
  static @Nullable String ofCluster(String message) {
    Matcher ours = OUR_REASON.matcher(message);
    if (ours.find()) {
      return ours.group(1);
    }
    Matcher lost = EXECUTOR_LOST.matcher(message);
    if (lost.find()) {
      return "a task was lost "
          + lost.group(1)
          + " times with its executor, the last on "
          + lost.group(2)
          + " (executor "
          + lost.group(3)
          + ": "
          + lost.group(4).strip()
          + "). Exit codes 52, 137 and 143 are mostly for want of memory: raise"
          + " spark.executor.memory (its heap) or spark.executor.memoryOverhead (matrix products),"
          + " or lower batchSize, segmentLength, hiddenSize or spark.executor.cores";
    }
    if (message.contains("SparkContext was shut down")
        || message.contains("stopped SparkContext")) {
      return "Spark was stopped before the work was done: its application was ended by the cluster"
          + " or by someone, or the master was lost; its log says which, and a training goes on by"
          + " --resume";
    }
    return null;
  }

  /** What a failure under Spark's own accounts of it says; never empty. */
  static String reason(Throwable failure) {
    Throwable inTask = failure.getCause() == null ? failure : failure.getCause();
    while (inTask.getCause() != null && isEmpty(inTask.getMessage())) {
      inTask = inTask.getCause();
    }
    return isEmpty(inTask.getMessage())
        ? inTask.getClass().getSimpleName()
        : String.valueOf(inTask.getMessage());
  }

  private static boolean isEmpty(@Nullable String message) {
    return message == null || message.isBlank() || message.startsWith("Exception thrown in await");
  }
}
