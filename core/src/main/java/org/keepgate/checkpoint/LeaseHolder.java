package org.keepgate.checkpoint;

import com.fasterxml.jackson.databind.node.ObjectNode;
import java.io.IOException;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.Objects;
import java.util.Optional;
import java.util.UUID;

/**
 * Who holds the lease of a store: one run of a training.
 *
 * @param run no two are alike
 * @param application as Spark names it, or what runs instead
 * @param host name of the machine
 * @param machine tells machines apart, and containers of one: where {@code pid} has its meaning
 * @param pid number of the process
 * @param processStarted in seconds since 1970 by that machine's clock; 0 = unknown
 * @param started when the lease was taken, by that machine's clock; for people to read
 */
record LeaseHolder(
    String run,
    String application,
    String host,
    String machine,
    long pid,
    long processStarted,
    String started) {
  private static final Path BOOT = Path.of("/proc/sys/kernel/random/boot_id");
  private static final Path PROCESS_NUMBERS = Path.of("/proc/self/ns/pid");
  private static final long TOLERANCE_SECONDS = 10; // of a start computed from ticks since boot

  /** This process, as a run of its own. */
  static LeaseHolder self(String application) {
    ProcessHandle process = ProcessHandle.current();
    String host = hostName();
    return new LeaseHolder(
        UUID.randomUUID().toString(),
        application,
        host,
        host + machineMarks(),
        process.pid(),
        startOf(process),
        Instant.now().truncatedTo(ChronoUnit.SECONDS).toString());
  }

  /** Whether it ran on the machine of {@code other} and its process is no longer there. */
  boolean isGoneFrom(LeaseHolder other) {
    if (!machine.equals(other.machine)) {
      return false;
    }
    Optional<ProcessHandle> process = ProcessHandle.of(pid).filter(ProcessHandle::isAlive);
    return process.isEmpty() || isAnother(startOf(process.get()));
  }

  /** Whether a process of its number that started then is not the one that took the lease. */
  private boolean isAnother(long start) {
    return start != 0
        && processStarted != 0
        && Math.abs(start - processStarted) > TOLERANCE_SECONDS;
  }

  /** In words. */
  String describe() {
    return application + " on " + host + ", process " + pid + ", since " + started;
  }

  ObjectNode toJson() {
    return JsonFields.object()
        .put("run", run)
        .put("application", application)
        .put("host", host)
        .put("machine", machine)
        .put("pid", pid)
        .put("processStarted", processStarted)
        .put("started", started);
  }

  static LeaseHolder fromJson(JsonFields json) {
    return new LeaseHolder(
        json.text("run"),
        json.text("application"),
        json.text("host"),
        json.text("machine"),
        json.longInteger("pid"),
        json.longInteger("processStarted"),
        json.text("started"));
  }

  private static long startOf(ProcessHandle process) {
    return process.info().startInstant().map(Instant::getEpochSecond).orElse(0L);
  }

  private static String hostName() {
    try {
      return InetAddress.getLocalHost().getHostName();
    } catch (UnknownHostException e) {
      return Objects.requireNonNullElse(System.getenv("HOSTNAME"), "localhost");
    }
  }

  /** On Linux: two machines of one name, and two containers of one machine, differ in these. */
  private static String machineMarks() {
    try {
      return " "
          + Files.readString(BOOT).strip()
          + " "
          + Files.readSymbolicLink(PROCESS_NUMBERS).getFileName();
    } catch (IOException e) {
      return "";
    }
  }
}
