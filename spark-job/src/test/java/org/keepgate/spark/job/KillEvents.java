package org.keepgate.spark.job;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.StandardOpenOption;
import java.util.HashMap;
import java.util.Map;
import java.util.concurrent.TimeUnit;

/**
 * What happens in the program of a training, by name; at the event named by a system property the
 * program kills itself by signal 9, so that nothing of it is tidied up.
 */
final class KillEvents {

  /** The event at which to die. */
  static final String AT = "keepgate.test.killAt";

  /** The file to which the name of every event is added. */
  static final String RECORD = "keepgate.test.record";

  private static final Map<String, Integer> SEEN = new HashMap<>();

  private KillEvents() {}

  /** Something has happened; the second time of one name is another event. */
  static synchronized void happened(String name) {
    int times = SEEN.merge(name, 1, Integer::sum);
    String event = times == 1 ? name : name + " #" + times;
    String record = System.getProperty(RECORD);
    try {
      if (record != null) {
        Files.writeString(
            Path.of(record), event + "\n", StandardOpenOption.CREATE, StandardOpenOption.APPEND);
      }
      if (event.equals(System.getProperty(AT))) {
        die();
      }
    } catch (IOException | InterruptedException e) {
      throw new IllegalStateException(event, e);
    }
  }

  private static void die() throws IOException, InterruptedException {
    long pid = ProcessHandle.current().pid();
    new ProcessBuilder("kill", "-9", String.valueOf(pid)).start();
    TimeUnit.MINUTES.sleep(1);
    throw new IllegalStateException("process " + pid + " outlived its killing");
  }
}
