package org.keepgate.sequence;

/**
 * A user's input that cannot be used: one clear sentence that names the place (file, row, sequence,
 * column, option), what was expected, what was found and what to do.
 */
public class InputException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  public InputException(String message) {
    super(message);
  }

  public InputException(String message, Throwable cause) {
    super(message, cause);
  }
}
