package org.keepgate.checkpoint;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import java.util.Objects;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** What every {@link FileTree} keeps; a subclass brings a fresh folder that does not exist yet. */
public abstract class FileTreeContract {

  /** A folder called {@code model}, two folders deep in a fresh place; nothing of it exists. */
  protected abstract FileTree fresh() throws IOException;

  @Test
  @DisplayName("a tree that nothing was created in does not exist and lists nothing")
  void emptyTree() throws IOException {
    FileTree tree = fresh();
    assertFalse(tree.exists());
    assertEquals(List.of(), tree.list());
    assertFalse(tree.contains("a"));
    tree.delete();
    assertEquals("model", tree.name());
    assertTrue(tree.location().endsWith("model"), tree.location());
  }

  @Test
  @DisplayName("a created file is read back, with folders made on the way")
  void createdFileIsRead() throws IOException {
    FileTree tree = fresh();
    write(tree, "b", "bytes of b");
    write(tree.folder("inside"), "c", "bytes of c");
    assertTrue(tree.exists());
    assertTrue(tree.contains("b"));
    assertTrue(tree.contains("inside"));
    assertEquals(List.of("b", "inside"), tree.list());
    assertEquals("bytes of b", read(tree, "b"));
    assertEquals("bytes of c", read(tree.folder("inside"), "c"));
  }

  @Test
  @DisplayName("folders above are reached one by one, and only empty ones are deleted as such")
  void parents() throws IOException {
    FileTree tree = fresh();
    FileTree parent = Objects.requireNonNull(tree.parent());
    FileTree above = Objects.requireNonNull(parent.parent());
    assertFalse(parent.exists());
    parent.deleteIfEmpty(); // nothing to delete
    write(tree, "a", "a");
    assertEquals(List.of("model"), parent.list());
    assertEquals(List.of(parent.name()), above.list());
    parent.deleteIfEmpty();
    assertTrue(parent.exists());
    tree.delete();
    parent.deleteIfEmpty();
    assertFalse(parent.exists());
    FileTree last = above;
    for (FileTree next = above; next != null; next = next.parent()) {
      last = next;
    }
    assertTrue(last.exists(), last.location());
  }

  @Test
  @DisplayName("an existing file is never replaced")
  void existingFileStays() throws IOException {
    FileTree tree = fresh();
    write(tree, "a", "first");
    assertThrows(IOException.class, () -> write(tree, "a", "second"));
    assertEquals("first", read(tree, "a"));
  }

  @Test
  @DisplayName("opening what is not there fails with an IOException")
  void missingFile() throws IOException {
    FileTree tree = fresh();
    assertThrows(IOException.class, () -> tree.open("a").close());
  }

  @Test
  @DisplayName("delete removes the folder with everything in it, and nothing beside it")
  void deleteIsWhole() throws IOException {
    FileTree tree = fresh();
    write(tree, "a", "1");
    write(tree.folder("inside").folder("deeper"), "b", "2");
    write(tree.sibling("other"), "c", "3");
    tree.delete();
    assertFalse(tree.exists());
    assertEquals("3", read(tree.sibling("other"), "c"));
  }

  @Test
  @DisplayName("rename moves everything beside, and refuses a name that is taken")
  void renameMoves() throws IOException {
    FileTree tree = fresh();
    write(tree.folder("inside"), "a", "1");
    write(tree.sibling("taken"), "b", "2");
    assertThrows(IOException.class, () -> tree.renameTo("taken"));
    assertEquals(List.of("b"), tree.sibling("taken").list());
    tree.renameTo("moved");
    assertFalse(tree.exists());
    assertEquals("1", read(tree.sibling("moved").folder("inside"), "a"));
  }

  @Test
  @DisplayName("rename refuses to go into an existing empty folder")
  void renameRefusesEmptyFolder() throws IOException {
    FileTree tree = fresh();
    write(tree, "a", "1");
    tree.sibling("taken").createFolder();
    assertThrows(IOException.class, () -> tree.renameTo("taken"));
    assertEquals("1", read(tree, "a"));
  }

  @Test
  @DisplayName("a replaced file has the new bytes alone, and nothing stays beside it")
  void replaced() throws IOException {
    FileTree tree = fresh();
    tree.replace("a", "a long first text".getBytes(UTF_8));
    assertEquals("a long first text", read(tree, "a"));
    tree.replace("a", "second".getBytes(UTF_8));
    assertEquals("second", read(tree, "a"));
    assertEquals(List.of("a"), tree.list());
    write(tree, "b", "other");
    tree.deleteFile("a");
    tree.deleteFile("a");
    assertEquals(List.of("b"), tree.list());
  }

  @ParameterizedTest
  @ValueSource(strings = {"", ".", "..", "a/b", "a\\b"})
  @DisplayName("a name that leads elsewhere is refused")
  void namesStayInside(String name) throws IOException {
    FileTree tree = fresh();
    assertThrows(IllegalArgumentException.class, () -> tree.open(name));
    assertThrows(IllegalArgumentException.class, () -> tree.folder(name));
    assertThrows(IllegalArgumentException.class, () -> tree.sibling(name));
  }

  /** Creates a small file of this text. */
  protected static void write(FileTree tree, String name, String text) throws IOException {
    try (OutputStream out = tree.create(name)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  /** Reads a whole file as text. */
  protected static String read(FileTree tree, String name) throws IOException {
    try (var in = tree.open(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
