package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.util.ArrayList;
import java.util.List;
import org.keepgate.spark.SharedSpark;

/** What a command came to: run as by a user, in this JVM, in the tests' one Spark session. */
final class CommandRun {
  final int exitCode;
  final String out;
  final String err;

  private CommandRun(int exitCode, String out, String err) {
    this.exitCode = exitCode;
    this.out = out;
    this.err = err;
  }

  /** Runs the command. */
  static CommandRun of(String... arguments) {
    SharedSpark.session();
    StringWriter out = new StringWriter();
    StringWriter err = new StringWriter();
    int exitCode = Keepgate.run(new PrintWriter(out), new PrintWriter(err), arguments);
    return new CommandRun(exitCode, out.toString(), err.toString());
  }

  /** Runs the command with more arguments at its end. */
  static CommandRun of(List<String> arguments, String... more) {
    List<String> all = new ArrayList<>(arguments);
    all.addAll(List.of(more));
    return of(all.toArray(new String[0]));
  }

  /** Requires success. */
  CommandRun succeeds() {
    assertEquals(0, exitCode, () -> "out: " + out + "\nerr: " + err);
    return this;
  }

  /** Requires a failure that is told in one sentence, which holds all of {@code words}. */
  CommandRun refuses(String... words) {
    assertEquals(1, exitCode, () -> "out: " + out + "\nerr: " + err);
    List<String> sentences = err.lines().filter(line -> line.startsWith("keepgate: ")).toList();
    assertEquals(1, sentences.size(), err);
    assertEquals(1, err.lines().count(), "no stack trace, no log: " + err);
    for (String word : words) {
      assertTrue(sentences.get(0).contains(word), () -> "no '" + word + "' in: " + err);
    }
    return this;
  }

  /** Requires wrong usage, told with all of {@code words}. */
  CommandRun misused(String... words) {
    assertEquals(2, exitCode, () -> "out: " + out + "\nerr: " + err);
    for (String word : words) {
      assertTrue(err.contains(word), () -> "no '" + word + "' in: " + err);
    }
    return this;
  }

  /** The last line of standard output, which is one JSON object. */
  JsonNode json() {
    List<String> lines = out.lines().toList();
    try {
      return new JsonMapper().readTree(lines.get(lines.size() - 1));
    } catch (IOException e) {
      throw new AssertionError("not JSON: " + out, e);
    }
  }
}
