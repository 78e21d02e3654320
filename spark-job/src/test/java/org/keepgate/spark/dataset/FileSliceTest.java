package org.keepgate.spark.dataset;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertThrows;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import org.apache.hadoop.conf.Configuration;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.sequence.InputException;

@DisplayName("File slices: the same lines, wherever a file is cut")
class FileSliceTest {
  private static final Configuration HADOOP = new Configuration();

  @TempDir Path folder;

  private List<FileSlice> slices(byte[] content, long bytes) throws IOException {
    Path path = Files.write(folder.resolve("lines.txt"), content);
    InputFile file = new InputFile("lines.txt", path.toUri().toString(), content.length);
    return FileSlice.of(List.of(file), HADOOP, bytes);
  }

  private static List<String> lines(List<FileSlice> slices) {
    List<String> all = new ArrayList<>();
    for (FileSlice slice : slices) {
      FileSlice.Lines lines = slice.open(HADOOP);
      for (String line = lines.next(); line != null; line = lines.next()) {
        all.add(lines.place(1).get() + " " + line);
      }
    }
    return all;
  }

  @Test
  @DisplayName(
      "cut after every number of bytes, with line ends of all kinds, blank lines, none at the end")
  void anyCut() throws IOException {
    byte[] content = "\uFEFFa,b\r\nün\n\ndrei\r\n4\nfünf,,\n\nsieben".getBytes(UTF_8);
    List<String> expected = lines(slices(content, content.length));
    assertEquals(8, expected.size());
    assertEquals("lines.txt, row 0 (line 1) a,b", expected.get(0));
    assertEquals("lines.txt, row 7 (line 8) sieben", expected.get(7));
    for (int bytes = 1; bytes < content.length; bytes++) {
      int size = bytes;
      assertEquals(expected, lines(slices(content, bytes)), () -> "cut after " + size);
    }
  }

  @Test
  @DisplayName("a line that is not UTF-8 is named by its number and offset")
  void malformed() throws IOException {
    List<FileSlice> slices = slices(new byte[] {'a', '\n', 'b', (byte) 0xFF, '\n', 'c'}, 2);
    InputException refusal = assertThrows(InputException.class, () -> lines(slices));
    assertEquals(
        "lines.txt, line 2, which begins at byte 2: expected UTF-8; found other bytes; mend the"
            + " file",
        refusal.getMessage());
  }
}
