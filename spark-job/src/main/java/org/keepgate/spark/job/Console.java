package org.keepgate.spark.job;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.PrintWriter;
import java.util.Map;

/**
 * Where a command speaks. To a person: on standard output, or, where that belongs to a program
 * ({@code --json}), on standard error. To a program: one JSON object, the last line of standard
 * output.
 */
final class Console {
  private final PrintWriter out;
  private final PrintWriter person;
  private final PrintWriter err;
  private final boolean json;
  private final boolean terminal;
  private String live = ""; // the line that stands unfinished on the terminal

  Console(PrintWriter out, PrintWriter err, boolean json, boolean terminal) {
    this.out = out;
    this.err = err;
    this.person = json ? err : out;
    this.json = json;
    this.terminal = terminal;
  }

  /** Whether somebody watches who can see a line change. */
  boolean isTerminal() {
    return terminal;
  }

  /** Says a line, or several. */
  synchronized void say(String text) {
    show("");
    person.println(text);
    person.flush();
  }

  /** Says something beside the matter: on standard error. */
  synchronized void note(String text) {
    show("");
    err.println("keepgate: " + text);
    err.flush();
  }

  /** Writes text for its own sake, nothing added. */
  synchronized void write(String text) {
    person.print(text);
    person.flush();
  }

  /** Shows a line in place of the one shown before; nothing where it would only scroll. */
  synchronized void show(String line) {
    if (terminal && !line.equals(live)) {
      String rest = " ".repeat(Math.max(0, live.length() - line.length()));
      person.print("\r" + line + rest + (line.isEmpty() ? "\r" : ""));
      person.flush();
      live = line;
    }
  }

  /** Says the result to a program, if one asked. */
  synchronized void result(Map<String, ?> result) {
    if (json) {
      try {
        out.println(new JsonMapper().writeValueAsString(result));
      } catch (JsonProcessingException e) {
        throw new IllegalStateException("the result cannot be written as JSON", e);
      }
      out.flush();
    }
  }
}
