package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;

/** A folder in which this process may create nothing. */
final class LockedFolder {

  private LockedFolder() {}

  /**
   * A folder of {@code parent} without write permission; the superuser, whom none stops, gets /sys.
   */
  static Path in(Path parent) throws IOException {
    Path locked = Files.createDirectories(parent.resolve("locked"));
    Files.setPosixFilePermissions(locked, PosixFilePermissions.fromString("r-xr-xr-x"));
    return Files.isWritable(locked) ? Path.of("/sys") : locked;
  }
}
