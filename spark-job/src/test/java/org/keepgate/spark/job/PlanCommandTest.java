package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

@DisplayName("The command that plans")
class PlanCommandTest extends CommandFolder {

  @Test
  @DisplayName("of sizes: bytes, constants, and a line for each network, bandwidth and number")
  void ofSizes() {
    CommandRun run =
        CommandRun.of(
                ("plan --task tag --sequences 1000 --steps-each 20 --inputs 5 --outputs 3"
                        + " --set hiddenSize=8 --set batchSize=10 --set optimizer=adam --json")
                    .split(" ", -1))
            .succeeds();
    JsonNode plan = run.json();
    long parameters = 4 * 8 * (5 + 8 + 1) + 3 * (8 + 1);
    assertEquals(parameters, plan.get("parameters").asLong());
    long sent = plan.get("plan").get(0).get("parameters").asLong(); // with padding
    assertTrue(sent >= parameters && sent < parameters + 64, "sent " + sent);
    assertEquals(3 * 4 * sent, plan.get("bytesFromWorker").asLong());
    assertEquals(100, plan.get("minibatches").asLong());
    for (String seconds : List.of("minibatchSeconds", "roundSeconds", "oneWorkerSeconds")) {
      assertTrue(plan.get(seconds).asDouble() > 0, seconds);
    }
    assertEquals(4 * 2 * 3, plan.get("plan").size());
    assertEquals(100_000_000, plan.get("plan").get(23).get("parameters").asLong());
    assertEquals(512, plan.get("plan").get(23).get("workers").asInt());
    assertEquals("slices", plan.get("plan").get(23).get("reduction").asText());
    assertEquals("driver", plan.get("plan").get(0).get("reduction").asText());
    for (String words : List.of("an epoch", "100 minibatches", "speed-up  over one core")) {
      assertTrue(run.err.contains(words), () -> "no '" + words + "' in " + run.err);
    }
  }

  @Test
  @DisplayName("of data: the network and the minibatches that train would have")
  void ofData() throws IOException {
    Path texts = SmallInputs.texts(folder);
    CommandRun run =
        CommandRun.of(
                "plan",
                "--task",
                "language-model",
                "--input",
                texts.toString(),
                "--workers",
                "2,4",
                "--set",
                "hiddenSize=8",
                "--set",
                "numWorkers=2",
                "--set",
                "averagingInterval=3",
                "--json")
            .succeeds();
    JsonNode plan = run.json();
    assertTrue(plan.get("parameters").asLong() > 8 * 8 * 4);
    assertTrue(plan.get("minibatches").asLong() >= 2);
    assertEquals(4 * 2 * 2, plan.get("plan").size());
    assertTrue(run.err.contains("averaged every 3 minibatches"), run.err);
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      value = {
        "--task poems --input x|--task",
        "--task tag|--sequences: expected a whole number, or --input with data; found neither",
        "--task tag --sequences 5 --steps-each 0|--steps-each: expected at least 1; found 0",
        "--task tag --sequences 5 --steps-each 5 --inputs 2|--outputs: expected a whole number",
        "--task language-model --sequences 1 --steps-each 2147483647 --inputs 2"
            + "|--steps-each times --inputs: expected at most 100000000",
        "--task tag --input x --inputs 3|--inputs has no effect beside --input",
        "--task tag --sequences many|--sequences: expected a whole number; found 'many'",
        "--task tag --sequences 3000000000|--sequences: expected a whole number of at most 2147483647",
        "--task tag --input x --workers 8,0|--workers: expected at least 1; found 0",
        "--task tag --input x --set cell=gru --set forgetBias=2|forgetBias is for cells with a"
      })
  @DisplayName("refuses what cannot be planned as wrong usage, before a session is started")
  void refuses(String words, String sentence) {
    CommandRun run = CommandRun.of(("plan " + words).split(" ", -1));
    assertEquals(2, run.exitCode, run.err);
    assertTrue(run.err.contains("keepgate: " + sentence) || run.err.contains(sentence), run.err);
  }

  @Test
  @DisplayName("tells of settings without effect, of schedules, and the momentum of many workers")
  void notes() {
    CommandRun run =
        CommandRun.of(
                ("plan --task tag --sequences 100 --steps-each 5 --inputs 5 --outputs 3"
                        + " --workers 8 --set hiddenSize=4 --set averaging=block-momentum"
                        + " --set averagingInterval=4 --set averagingSchedule=growing"
                        + " --set beta1=0.5 --set optimizer=sgd")
                    .split(" ", -1))
            .succeeds();
    assertTrue(run.err.contains("beta1 "), run.err);
    assertTrue(run.err.contains("averagingSchedule=growing is planned by the interval"), run.err);
    assertTrue(run.out.contains("0.875"), run.out);
  }

  @Test
  @DisplayName("names an input that is not there")
  void nothingThere() {
    CommandRun.of("plan", "--task", "tag", "--input", folder.resolve("none.csv").toString())
        .refuses("none.csv");
  }
}
