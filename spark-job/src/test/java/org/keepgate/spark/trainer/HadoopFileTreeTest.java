package org.keepgate.spark.trainer;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertInstanceOf;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.io.OutputStream;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.apache.hadoop.fs.FileSystem;
import org.apache.hadoop.fs.Path;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.checkpoint.FileTree;
import org.keepgate.checkpoint.LocalFileTree;
import org.keepgate.sequence.InputException;

@DisplayName("A Hadoop file tree")
class HadoopFileTreeTest {
  @TempDir java.nio.file.Path temporary;
  private FileTree tree = new LocalFileTree(java.nio.file.Path.of("unset"));

  @BeforeEach
  void openTree() throws IOException {
    Path path = new Path(temporary.toUri().toString(), "runs/model");
    tree = new HadoopFileTree(FileSystem.getLocal(new Configuration()), path);
  }

  @Test
  @DisplayName("does not exist and lists nothing until something is created in it")
  void emptyTree() throws IOException {
    assertFalse(tree.exists());
    assertEquals(List.of(), tree.list());
    tree.delete();
    assertThrows(IOException.class, () -> tree.open("a").close());
    assertEquals("model", tree.name());
  }

  @Test
  @DisplayName("reads back what was created, and lists it without checksum files")
  void createdFileIsRead() throws IOException {
    write(tree, "b", "bytes of b");
    write(tree.folder("inside"), "c", "bytes of c");
    tree.folder("empty").createFolder();
    assertEquals(List.of("b", "empty", "inside"), tree.list());
    assertTrue(tree.contains("inside"));
    assertEquals("bytes of b", read(tree, "b"));
    assertEquals("bytes of c", read(tree.folder("inside"), "c"));
  }

  @Test
  @DisplayName("never replaces a file")
  void existingFileStays() throws IOException {
    write(tree, "a", "first");
    assertThrows(IOException.class, () -> write(tree, "a", "second"));
    assertEquals("first", read(tree, "a"));
  }

  @Test
  @DisplayName("deletes all of itself and nothing beside it")
  void deleteIsWhole() throws IOException {
    write(tree.folder("inside"), "a", "1");
    write(tree.sibling("other"), "b", "2");
    tree.delete();
    assertFalse(tree.exists());
    assertEquals("2", read(tree.sibling("other"), "b"));
  }

  @Test
  @DisplayName("is renamed whole, and never into a folder that is there")
  void renameMoves() throws IOException {
    write(tree.folder("inside"), "a", "1");
    tree.sibling("taken").createFolder();
    assertThrows(IOException.class, () -> tree.renameTo("taken"));
    assertEquals(List.of(), tree.sibling("taken").list());
    tree.renameTo("moved");
    assertFalse(tree.exists());
    assertEquals("1", read(tree.sibling("moved").folder("inside"), "a"));
  }

  @Test
  @DisplayName("on local disks is a local file tree, by path or by URI, with spaces and without")
  void localDisks() throws IOException {
    Configuration configuration = new Configuration();
    for (String name : List.of("plain", "with space")) {
      String path = temporary.resolve(name).toString();
      FileTree byPath = HadoopFileTree.of(path, configuration);
      assertInstanceOf(LocalFileTree.class, byPath);
      write(byPath, "a", name);
      assertEquals(name, read(HadoopFileTree.of("file:" + path, configuration), "a"));
      assertEquals(List.of("a"), new LocalFileTree(temporary.resolve(name)).list());
    }
  }

  @Test
  @DisplayName("refuses a URI of an unknown file system in one sentence")
  void unknownScheme() {
    InputException refusal =
        assertThrows(
            InputException.class,
            () -> HadoopFileTree.of("nowhere://host/model", new Configuration()));
    assertTrue(String.valueOf(refusal.getMessage()).contains("nowhere"), refusal.getMessage());
    assertThrows(InputException.class, () -> HadoopFileTree.of("", new Configuration()));
    assertThrows(InputException.class, () -> HadoopFileTree.of("/", new Configuration()));
  }

  private static void write(FileTree tree, String name, String text) throws IOException {
    try (OutputStream out = tree.create(name)) {
      out.write(text.getBytes(UTF_8));
    }
  }

  private static String read(FileTree tree, String name) throws IOException {
    try (var in = tree.open(name)) {
      return new String(in.readAllBytes(), UTF_8);
    }
  }
}
