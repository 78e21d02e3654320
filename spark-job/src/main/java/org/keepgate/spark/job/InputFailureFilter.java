package org.keepgate.spark.job;

import org.apache.logging.log4j.LogManager;
import org.apache.logging.log4j.core.LogEvent;
import org.apache.logging.log4j.core.LoggerContext;
import org.apache.logging.log4j.core.filter.AbstractFilter;
import org.keepgate.sequence.InputException;

/**
 * Leaves out of Spark's log what its tasks say of a bad input, with the stack of each attempt:
 * Keepgate says it once, in a sentence. All else stays.
 */
final class InputFailureFilter extends AbstractFilter {
  private static final String SPARK = "org.apache.spark.";
  private static final String TASKS = SPARK + "scheduler.TaskSetManager";
  private static final String BLOCKS = SPARK + "storage.BlockManager";

  private static boolean installed;

  private InputFailureFilter() {}

  /** Filters the log from here on, where Log4j writes it; Spark's has begun by then. */
  static synchronized void install() {
    try {
      if (!installed && LogManager.getContext(false) instanceof LoggerContext log) {
        installIn(log);
        installed = true;
      }
    } catch (LinkageError e) { // a Spark that logs otherwise: then it says more than it need
      installed = true;
    }
  }

  static void installIn(LoggerContext log) {
    InputFailureFilter filter = new InputFailureFilter();
    filter.start();
    log.getConfiguration().getRootLogger().addFilter(filter);
  }

  @Override
  public Result filter(LogEvent event) {
    return event.getLoggerName().startsWith(SPARK) && isAboutInput(event)
        ? Result.DENY
        : Result.NEUTRAL;
  }

  private static boolean isAboutInput(LogEvent event) {
    String message = event.getMessage().getFormattedMessage();
    if (message.contains(InputException.class.getName()) || isAboutParquet(message)) {
      return true;
    }
    for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException || isAboutParquet(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return switch (event.getLoggerName()) {
      case TASKS -> message.endsWith("times; aborting job");
      case BLOCKS -> message.endsWith("as it was not found on disk or in memory");
      default -> false;
    };
  }

  /** Spark reads Parquet itself; our sentence about a damaged file comes later. */
  private static boolean isAboutParquet(String message) {
    return message.contains("is not a Parquet file") || message.contains("FAILED_READ_FILE");
  }
}
