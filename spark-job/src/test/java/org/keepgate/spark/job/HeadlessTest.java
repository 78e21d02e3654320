package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.awt.GraphicsEnvironment;
import java.io.IOException;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("A command draws its pictures without a display")
class HeadlessTest {

  @Test
  @DisplayName("a DISPLAY that leads nowhere is not asked")
  void deadDisplay() throws IOException, InterruptedException {
    ProcessBuilder java =
        new ProcessBuilder(
            Path.of(System.getProperty("java.home"), "bin", "java").toString(),
            "-cp",
            System.getProperty("java.class.path"),
            HeadlessTest.class.getName());
    java.environment().put("DISPLAY", ":4711");
    Process process = java.redirectErrorStream(true).start();
    String said = new String(process.getInputStream().readAllBytes(), StandardCharsets.UTF_8);
    process.waitFor();
    assertEquals("headless: true", said.strip());
  }

  /** What a command leaves for the pictures. */
  public static void main(String[] arguments) {
    PrintWriter nowhere = new PrintWriter(new StringWriter());
    Keepgate.run(nowhere, nowhere, "--version");
    System.out.println("headless: " + GraphicsEnvironment.isHeadless());
  }
}
