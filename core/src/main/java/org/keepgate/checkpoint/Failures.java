package org.keepgate.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.nio.file.AccessDeniedException;
import java.nio.file.FileSystemException;
import java.nio.file.NoSuchFileException;
import java.nio.file.NotDirectoryException;

/** What an I/O failure means, in words: the exceptions of java.nio say only a path. */
public final class Failures {
  private Failures() {}

  /** The reason in a few words, such as "no permission for /x". */
  public static String describe(IOException failure) {
    if (failure instanceof AccessDeniedException denied) {
      return "no permission for " + denied.getFile();
    } else if (failure instanceof NotDirectoryException not) {
      return not.getFile() + " is a file, not a folder";
    } else if (failure instanceof NoSuchFileException missing) {
      return missing.getFile() + " is not there";
    } else if (failure instanceof FileSystemException other && other.getReason() != null) {
      return other.getReason() + " (" + other.getFile() + ")";
    } else if (failure instanceof FileNotFoundException missing && missing.getMessage() != null) {
      return missing.getMessage();
    }
    String message = failure.getMessage();
    return message != null ? message : failure.getClass().getSimpleName();
  }
}
