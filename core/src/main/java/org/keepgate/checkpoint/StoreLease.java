package org.keepgate.checkpoint;

import java.io.FileNotFoundException;
import java.io.IOException;
import java.io.InputStream;
import java.io.OutputStream;
import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.nio.charset.StandardCharsets;
import java.nio.file.NoSuchFileException;
import java.time.Duration;
import java.time.Instant;
import java.time.temporal.ChronoUnit;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import org.keepgate.sequence.InputException;

/**
 * Keeps two runs from writing into one store: a file that says who writes there, and that changes
 * as long as the writer lives.
 *
 * <pre>
 *   STORE/lease.json    run, application, host, process, and the number of the last heartbeat
 * </pre>
 *
 * <p>Nobody's clock is compared with another's: a lease is a dead run's when its process is gone
 * from this machine, or when its heartbeat has not changed for as long as the limit while somebody
 * watched. Who takes it over is the holder from then on; the run that lost it finds that out before
 * its next write, and stops. What a file system cannot do (create a file for one of two only,
 * exchange one atomically) costs nothing but the moment at which the second one notices.
 */
public final class StoreLease implements AutoCloseable {
  private static final Logger LOG = System.getLogger(StoreLease.class.getName());

  static final String FILE = "lease.json";
  private static final String PROBE = ".probe";
  private static final String PLACE = "; choose a place for checkpoints with permission and space";
  private static final String HOLDER = "holder";
  private static final int MAX_BYTES = 1 << 16;

  private final FileTree store;
  private final LeaseHolder self;
  private final Timing timing;
  private final Consumer<String> warnings;
  private final CountDownLatch stop = new CountDownLatch(1);
  private @Nullable MissingFolders created;
  private @Nullable Thread heart; // beats while the lease is held
  private @Nullable String dead; // the lease, as it was read, of a run that was found dead
  private @Nullable String loss; // why the lease is no longer ours
  private long beats;

  /**
   * How often it beats, and after how long a silence it is a dead run's.
   *
   * @param beat between two heartbeats
   * @param limit several times as long, so that a pause of the writer is not its death
   */
  record Timing(Duration beat, Duration limit) {
    static final Timing USUAL = new Timing(Duration.ofSeconds(5), Duration.ofSeconds(30));
  }

  StoreLease(FileTree store, LeaseHolder self, Timing timing, Consumer<String> warnings) {
    this.store = store;
    this.self = self;
    this.timing = timing;
    this.warnings = warnings;
  }

  /**
   * The lease of a store; nothing is read or written yet.
   *
   * @param application what takes it, as others are told
   * @param warnings is told, in a sentence, whose lease is waited for or taken over
   */
  public static StoreLease of(FileTree store, String application, Consumer<String> warnings) {
    return new StoreLease(store, LeaseHolder.self(application), Timing.USUAL, warnings);
  }

  /**
   * Refuses a store in which another run writes; may wait to see whether it does. Writes nothing.
   *
   * @param takeOver whether the lease of a dead run is no obstacle
   * @throws InputException naming the run
   */
  public void requireFree(boolean takeOver) {
    try {
      Seen seen = read();
      if (seen == null || seen.text().equals(dead)) {
        return;
      }
      if (isAlive(seen)) {
        throw new InputException(inUse(seen));
      }
      if (!takeOver) {
        throw new InputException(
            store.location()
                + " belongs to a run that died ("
                + seen.describe()
                + "): add --resume to go on with it, or --overwrite to start anew");
      }
      dead = seen.text();
    } catch (IOException e) {
      throw unusable("read", e);
    }
  }

  /**
   * Finds out whether a store can be written to; leaves nothing, missing parents neither.
   *
   * @throws InputException when it cannot
   */
  public static void requireWritable(FileTree store) {
    try {
      MissingFolders missing = MissingFolders.above(store);
      try {
        store.replace(PROBE, new byte[1]);
      } finally {
        store.deleteFile(PROBE);
        store.deleteIfEmpty();
        missing.deleteIfEmpty();
      }
    } catch (IOException e) {
      throw new InputException(
          "checkpoints cannot be written to "
              + store.location()
              + ": "
              + Failures.describe(e)
              + PLACE,
          e);
    }
  }

  /**
   * Takes the lease, and keeps it by a heartbeat until it is closed.
   *
   * @param takeOver whether that of a dead run may be taken, with a warning
   * @throws InputException naming the run that holds it
   */
  public void acquire(boolean takeOver) {
    requireFree(takeOver);
    try {
      created = MissingFolders.above(store);
      Seen left = read();
      if (left == null) {
        create();
      } else if (!left.text().equals(dead)) { // came since it was found free, or has taken it over
        throw new InputException(inUse(left));
      } else {
        warnings.accept(
            "taking over " + store.location() + " from a run that died (" + left.describe() + ")");
        store.replace(FILE, bytes());
      }
    } catch (IOException e) {
      throw unusable("written", e);
    }
    Thread thread = new Thread(this::beat, "keepgate-lease");
    thread.setDaemon(true);
    thread.start();
    heart = thread;
    confirm();
  }

  /**
   * Refuses to go on when the lease is no longer this run's: called before every write.
   *
   * @throws InputException naming the run that took it
   */
  public synchronized void confirm() {
    if (heart == null) {
      throw new IllegalStateException("the lease of " + store.location() + " was not acquired");
    }
    try {
      look();
    } catch (IOException e) {
      throw unusable("read", e);
    }
    if (loss != null) {
      throw new InputException(loss);
    }
  }

  /** Gives the lease back, if it was taken and is still this run's. */
  @Override
  public void close() {
    stop.countDown();
    Thread beating = heart;
    if (beating == null || !joined(beating)) {
      return;
    }
    heart = null;
    try {
      look();
      if (loss == null) {
        store.deleteFile(FILE);
        store.deleteIfEmpty();
        if (created != null) {
          created.deleteIfEmpty();
        }
      }
    } catch (IOException e) {
      LOG.log(
          Level.WARNING,
          () -> "the lease of " + store.location() + " stays behind: " + Failures.describe(e));
    }
  }

  /** A store that does not answer is not waited for for ever. */
  private boolean joined(Thread thread) {
    try {
      thread.join(timing.limit().toMillis());
      return !thread.isAlive();
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      return false;
    }
  }

  /** A lease as it was found. */
  private record Seen(String text, @Nullable LeaseHolder holder) {

    String describe() {
      return holder == null ? "its lease cannot be read" : holder.describe();
    }

    boolean isOf(LeaseHolder other) {
      return holder != null && holder.run().equals(other.run());
    }
  }

  private @Nullable Seen read() throws IOException {
    if (!store.contains(FILE)) {
      return null;
    }
    String text;
    try (InputStream in = store.open(FILE)) {
      text = new String(in.readNBytes(MAX_BYTES), StandardCharsets.UTF_8);
    } catch (FileNotFoundException | NoSuchFileException e) {
      return new Seen("", null); // just being replaced, on a file system that cannot at once
    }
    try {
      JsonFields json = JsonFields.parse(FILE, text.getBytes(StandardCharsets.UTF_8));
      return new Seen(text, LeaseHolder.fromJson(json.object(HOLDER)));
    } catch (InputException e) { // somebody is writing it, or died at that
      return new Seen(text, null);
    }
  }

  /** Whether a run lives: its process is not gone, and its heartbeat is seen within the limit. */
  private boolean isAlive(Seen seen) throws IOException {
    if (seen.holder() != null && seen.holder().isGoneFrom(self)) {
      return false;
    }
    warnings.accept(
        store.location()
            + " is leased by "
            + seen.describe()
            + "; waiting up to "
            + timing.limit().toSeconds()
            + " s for a sign of life");
    long began = System.nanoTime();
    while (System.nanoTime() - began < timing.limit().toNanos()) {
      pause();
      Seen now = read();
      if (now == null) {
        return false; // it has just ended
      }
      if (!now.text().equals(seen.text())) {
        return true;
      }
    }
    return false;
  }

  private void pause() {
    try {
      TimeUnit.NANOSECONDS.sleep(timing.beat().toNanos() / 4);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
      throw new IllegalStateException("interrupted while waiting for a lease", e);
    }
  }

  /** A file that is there by now is another run's, where the file system tells. */
  private void create() throws IOException {
    try (OutputStream out = store.create(FILE)) {
      out.write(bytes());
    } catch (IOException e) {
      Seen other = read();
      if (other == null) {
        throw e;
      }
      throw new InputException(inUse(other), e);
    }
  }

  private String inUse(Seen other) {
    return store.location()
        + " is in use by another run ("
        + other.describe()
        + "): let it end, or choose another place for this one";
  }

  private byte[] bytes() throws IOException {
    return JsonFields.bytes(
        JsonFields.object()
            .put("beat", beats)
            .put("beatTime", Instant.now().truncatedTo(ChronoUnit.SECONDS).toString())
            .set(HOLDER, self.toJson()));
  }

  /** Until the end of the run. */
  private void beat() {
    try {
      while (!stop.await(timing.beat().toNanos(), TimeUnit.NANOSECONDS)) {
        beatOnce();
      }
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }

  private synchronized void beatOnce() {
    try {
      look();
      if (loss == null) {
        beats++;
        store.replace(FILE, bytes());
      }
    } catch (IOException | RuntimeException e) { // the next beat may succeed
      LOG.log(
          Level.WARNING,
          () -> "the lease of " + store.location() + " cannot be renewed: " + e.getMessage());
    }
  }

  private void look() throws IOException {
    Seen seen = read();
    if (seen == null) {
      loss =
          "the lease of "
              + store.location()
              + " is gone: another run has ended there, or its files were deleted; this run stops"
              + " and writes nothing any more";
    } else if (!seen.isOf(self)) {
      loss =
          store.location()
              + " was taken over by another run ("
              + seen.describe()
              + "); this run stops and writes nothing any more";
    }
  }

  private InputException unusable(String verb, IOException failure) {
    return new InputException(
        "the lease of "
            + store.location()
            + " cannot be "
            + verb
            + ": "
            + Failures.describe(failure)
            + PLACE,
        failure);
  }
}
