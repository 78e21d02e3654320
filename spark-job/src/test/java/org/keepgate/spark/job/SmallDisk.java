package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.TimeUnit;

/**
 * A disk of some kilobytes: a file system in memory, which only the superuser can mount; for others
 * a folder that cannot be written to stands in.
 */
final class SmallDisk implements AutoCloseable {
  private final Path path;
  private final boolean mounted;

  private SmallDisk(Path path, boolean mounted) {
    this.path = path;
    this.mounted = mounted;
  }

  static SmallDisk of(Path parent, int kilobytes) throws IOException {
    Path path = Files.createDirectories(parent.resolve("disk"));
    boolean mounted =
        run("mount", "-t", "tmpfs", "-o", "size=" + kilobytes + "k", "tmpfs", path.toString());
    return mounted ? new SmallDisk(path, true) : new SmallDisk(LockedFolder.in(parent), false);
  }

  private static boolean run(String... command) throws IOException {
    try {
      Process process = new ProcessBuilder(command).redirectErrorStream(true).start();
      process.getInputStream().readAllBytes();
      return process.waitFor(20, TimeUnit.SECONDS) && process.exitValue() == 0;
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IOException("interrupted", e);
    } catch (IOException e) { // there is no such program
      return false;
    }
  }

  Path path() {
    return path;
  }

  @Override
  public void close() throws IOException {
    if (mounted && !run("umount", path.toString())) {
      throw new IOException(path + " cannot be unmounted");
    }
  }
}
