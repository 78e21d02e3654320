package org.keepgate.spark.dataset;

import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/** Brings what a task says back to the driver as the task said it. */
public final class TaskFailure {

  private TaskFailure() {}

  /**
   * What {@code job} returns.
   *
   * @throws InputException when that is why one of its tasks failed
   * @throws IllegalStateException when it failed by something else: with the task's own message, if
   *     there is one, instead of Spark's account of the failed stage, which is the cause
   */
  public static <T> T unwrapped(Callable<T> job) {
    try {
      return job.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Spark's exceptions are checked, and not declared
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException) {
          throw new InputException(String.valueOf(cause.getMessage()), e);
        }
      }
      throw new IllegalStateException(reason(e), e);
    }
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
