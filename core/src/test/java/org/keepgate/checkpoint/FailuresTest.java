package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.io.EOFException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;
import java.util.stream.Stream;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A failure of the disk")
class FailuresTest {

  static Stream<Arguments> everyFailure() {
    return Stream.of(
        Arguments.of(new AccessDeniedException("/a/b"), "no permission for /a/b"),
        Arguments.of(new NotDirectoryException("/a/b"), "/a/b is a file, not a folder"),
        Arguments.of(new NoSuchFileException("/a/b"), "/a/b is not there"),
        Arguments.of(
            new FileSystemException("/a/b", null, "Read-only file system"),
            "Read-only file system (/a/b)"),
        Arguments.of(new IOException("No space left on device"), "No space left on device"),
        Arguments.of(new EOFException(), "EOFException"));
  }

  @ParameterizedTest(name = "{1}")
  @MethodSource("everyFailure")
  @DisplayName("is said in words, where java.nio has only a path")
  void isSaidInWords(IOException failure, String expected) {
    assertEquals(expected, Failures.describe(failure));
  }
}
