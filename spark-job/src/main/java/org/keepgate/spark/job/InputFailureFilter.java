package org.keepgate.spark.job;

import java.util.Locale;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
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

  private static final Pattern LOST =
      Pattern.compile("Lost task (\\d+)\\.\\d+ (in stage \\d+\\.\\d+) .*", Pattern.DOTALL);
  private static final Pattern ABORTED =
      Pattern.compile("Task (\\d+) (in stage \\d+\\.\\d+) failed \\d+ times; aborting job");
  private static final Pattern NOT_PUT =
      Pattern.compile("Putting (block) (\\S+) failed .*", Pattern.DOTALL);
  private static final Pattern NOT_REMOVED =
      Pattern.compile("(Block) (\\S+) could not be removed as it was not found .*");

  private static boolean installed;

  /** Tasks and blocks that have last failed because of the input. */
  private final Set<String> failedOfInput = ConcurrentHashMap.newKeySet();

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
    if (!event.getLoggerName().startsWith(SPARK)) {
      return Result.NEUTRAL;
    }
    String message = event.getMessage().getFormattedMessage();
    boolean ofInput = isAboutInput(event, message);
    switch (event.getLoggerName()) {
      case TASKS -> ofInput = follows(message, LOST, ABORTED, ofInput);
      case BLOCKS -> ofInput = follows(message, NOT_PUT, NOT_REMOVED, ofInput);
      default -> {}
    }
    return ofInput ? Result.DENY : Result.NEUTRAL;
  }

  /** Remembers why a task or block has failed; what comes of that is about the same. */
  private boolean follows(String message, Pattern failure, Pattern outcome, boolean ofInput) {
    Matcher failed = failure.matcher(message);
    if (failed.matches()) {
      if (ofInput) {
        failedOfInput.add(name(failed));
      } else {
        failedOfInput.remove(name(failed));
      }
      return ofInput;
    }
    Matcher followed = outcome.matcher(message);
    return followed.matches() ? failedOfInput.remove(name(followed)) : ofInput;
  }

  private static String name(Matcher matcher) {
    return matcher.group(1).toLowerCase(Locale.ROOT) + " " + matcher.group(2);
  }

  private static boolean isAboutInput(LogEvent event, String message) {
    if (message.contains(InputException.class.getName()) || isAboutParquet(message)) {
      return true;
    }
    for (Throwable cause = event.getThrown(); cause != null; cause = cause.getCause()) {
      if (cause instanceof InputException || isAboutParquet(String.valueOf(cause.getMessage()))) {
        return true;
      }
    }
    return false;
  }

  /** Spark reads Parquet itself; our sentence about a damaged file comes later. */
  private static boolean isAboutParquet(String message) {
    return message.contains("is not a Parquet file") || message.contains("FAILED_READ_FILE");
  }
}
