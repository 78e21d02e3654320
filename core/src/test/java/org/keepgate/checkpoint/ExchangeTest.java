package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("The rehearsal of an exchange")
class ExchangeTest {
  @TempDir Path temporary;

  private FileTree model() {
    return new LocalFileTree(temporary.resolve("runs").resolve("today").resolve("model"));
  }

  @Test
  @DisplayName("leaves nothing where something can be made")
  void nothingIsLeft() throws IOException {
    new Exchange(model()).rehearse();
    assertFalse(Files.exists(temporary.resolve("runs")));
  }

  @Test
  @DisplayName("says why nothing can be made, and that nothing can be cleared up after that")
  void bothFailures() {
    Exchange exchange = new Exchange(FullDiskTree.dyingAfter(model(), 0));
    IOException failure = assertThrows(IOException.class, exchange::rehearse);
    assertEquals("java.io.IOException: No space left on device", failure.toString());
    assertEquals("java.io.IOException: the program is dead", failure.getSuppressed()[0].toString());
  }
}
