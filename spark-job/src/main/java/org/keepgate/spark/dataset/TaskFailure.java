package org.keepgate.spark.dataset;

import java.util.concurrent.Callable;
import org.keepgate.sequence.InputException;

/** Brings what a task says about the user's input back to the driver as the task said it. */
public final class TaskFailure {

  private TaskFailure() {}

  /**
   * What {@code job} returns; when one of its tasks failed by an {@link InputException}, that
   * exception and not Spark's account of the failed stage.
   */
  public static <T> T unwrapped(Callable<T> job) {
    try {
      return job.call();
    } catch (RuntimeException e) {
      throw e;
    } catch (Exception e) { // Spark's exceptions are checked, and not declared
      for (Throwable cause = e; cause != null; cause = cause.getCause()) {
        if (cause instanceof InputException input) {
          throw new InputException(String.valueOf(input.getMessage()), e);
        }
      }
      throw new IllegalStateException(e.getMessage(), e);
    }
  }
}
