package org.keepgate.spark.job;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;

import com.fasterxml.jackson.databind.JsonNode;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;
import org.keepgate.cell.Cells;

@DisplayName("Every cell trains on Spark by its name")
class EveryCellTest extends CommandFolder {
  static List<String> cells() {
    return Cells.names();
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("cells")
  @DisplayName("two workers learn a table of two classes, and the model is read again")
  void trains(String cell) throws IOException {
    Path table = SmallInputs.table(folder);
    JsonNode trained =
        train(
                SmallInputs.trainTable(model("c")),
                table,
                "--json",
                "--set",
                "cell=" + cell,
                "--set",
                "maxIter=10",
                "--set",
                "stepSize=0.02")
            .json();
    assertEquals(2, trained.get("numWorkers").asInt());
    assertTrue(trained.get("trainLoss").asDouble() < Math.log(2), trained.toString());
    JsonNode evaluated =
        CommandRun.of(
                "evaluate", "--model", model("c").toString(), "--input", table.toString(), "--json")
            .succeeds()
            .json();
    assertTrue(evaluated.get("accuracy").asDouble() > 0.6, evaluated.toString());
  }
}
