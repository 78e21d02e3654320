package org.keepgate.spark.job;

import java.io.Console;

/** Whether somebody watches at a terminal. */
final class Terminal {

  private Terminal() {}

  /** Whether standard input and output are a terminal. */
  @SuppressWarnings("SystemConsoleNull") // what a console says from JDK 22 on is asked, too
  static boolean isWatched() {
    Console console = System.console();
    if (console == null) {
      return false;
    }
    try {
      return (Boolean) Console.class.getMethod("isTerminal").invoke(console);
    } catch (NoSuchMethodException e) {
      return true; // before JDK 22 there is a console only at a terminal
    } catch (ReflectiveOperationException e) {
      return false;
    }
  }
}
