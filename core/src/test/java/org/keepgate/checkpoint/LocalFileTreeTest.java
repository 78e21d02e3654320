package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

@DisplayName("A local file tree")
class LocalFileTreeTest extends FileTreeContract {
  @TempDir Path temporary;

  @Override
  protected FileTree fresh() {
    return new LocalFileTree(temporary.resolve("runs").resolve("model"));
  }

  @Test
  @DisplayName("a path without a parent has siblings in the working directory")
  void relativePath() {
    FileTree sibling = new LocalFileTree(Path.of("model")).sibling("other");
    assertEquals(Path.of("other").toAbsolutePath().toString(), sibling.location());
    assertEquals("model", new LocalFileTree(Path.of("model/x/..")).name());
  }

  @Test
  @DisplayName("a file system's root is refused")
  void root() {
    Path root = temporary.getRoot();
    assertThrows(IllegalArgumentException.class, () -> new LocalFileTree(root));
  }

  @Test
  @DisplayName("deleting an empty folder leaves what is none: a file, a link, a folder in use")
  void onlyEmptyFolders() throws IOException {
    Path file = Files.writeString(temporary.resolve("file"), "1");
    Path empty = Files.createDirectory(temporary.resolve("empty"));
    Path link = Files.createSymbolicLink(temporary.resolve("link"), empty);
    for (Path path : List.of(file, link, temporary, empty, temporary.resolve("nothing"))) {
      new LocalFileTree(path).deleteIfEmpty();
    }
    assertEquals("1", Files.readString(file));
    assertTrue(Files.isSymbolicLink(link));
    assertFalse(Files.exists(empty));
  }

  @Test
  @DisplayName("deleting a link leaves what it points to")
  void linkIsNotFollowed() throws IOException {
    Path kept = Files.createDirectory(temporary.resolve("kept"));
    Files.writeString(kept.resolve("a"), "1");
    Path model = Files.createDirectory(temporary.resolve("model"));
    Files.createSymbolicLink(model.resolve("link"), kept);
    new LocalFileTree(model).delete();
    assertFalse(Files.exists(model));
    assertTrue(Files.exists(kept.resolve("a")));
  }
}
