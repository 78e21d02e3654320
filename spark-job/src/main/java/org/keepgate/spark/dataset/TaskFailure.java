package org.keepgate.spark.dataset;

import java.util.concurrent.Callable;
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
      Throwable inTask = e.getCause();
      throw new IllegalStateException((inTask == null ? e : inTask).getMessage(), e);
    }
  }
}
