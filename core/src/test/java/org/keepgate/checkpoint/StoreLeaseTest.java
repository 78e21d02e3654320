package org.keepgate.checkpoint;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;

import java.io.IOException;
import java.lang.reflect.Proxy;
import java.nio.charset.StandardCharsets;
import java.nio.file.FileAlreadyExistsException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.keepgate.sequence.InputException;

@DisplayName("The lease of a store")
class StoreLeaseTest {
  private static final StoreLease.Timing QUICK =
      new StoreLease.Timing(Duration.ofMillis(40), Duration.ofSeconds(30));
  private static final StoreLease.Timing SILENT =
      new StoreLease.Timing(Duration.ofHours(1), Duration.ofSeconds(30));
  private static final StoreLease.Timing BRIEF =
      new StoreLease.Timing(Duration.ofMillis(40), Duration.ofMillis(200));

  @TempDir Path temporary;
  private final List<String> warnings = Collections.synchronizedList(new ArrayList<>());

  @Test
  @DisplayName("is a file while it is held, and leaves nothing behind, folders above it neither")
  void takenAndGivenBack() throws IOException {
    FileTree deep = new LocalFileTree(temporary.resolve("a/b/store"));
    try (StoreLease lease = new StoreLease(deep, here("first"), QUICK, warnings::add)) {
      lease.requireFree(false);
      assertFalse(deep.exists(), "to ask is not to write");
      lease.acquire(false);
      assertEquals(List.of("lease.json"), deep.list());
      lease.confirm();
    }
    assertFalse(Files.exists(temporary.resolve("a")));
    assertEquals(List.of(), warnings);
  }

  @Test
  @DisplayName("refuses a second run while the first one's heart beats, by name, whatever it may")
  void secondRunIsRefused() throws IOException {
    try (StoreLease first = elsewhere("first", QUICK)) {
      first.acquire(false);
      for (boolean takeOver : new boolean[] {false, true}) {
        try (StoreLease second = elsewhere("second", QUICK)) {
          String message = refusal(() -> second.acquire(takeOver));
          assertTrue(message.contains("in use by another run (first on host of first"), message);
        }
      }
      first.confirm();
    }
    assertFalse(store().exists());
  }

  @Test
  @DisplayName("of a run whose heart is silent for the limit is taken over only by one that may")
  void silentRun() throws IOException {
    try (StoreLease second = elsewhere("second", BRIEF);
        StoreLease third = elsewhere("third", BRIEF)) {
      try (StoreLease first = elsewhere("first", SILENT)) {
        first.acquire(false);
        String message = refusal(() -> second.acquire(false));
        assertTrue(message.contains("belongs to a run that died (first on host of first"), message);
        assertTrue(message.contains("--resume"), message);
        first.confirm();
        warnings.clear();
        third.requireFree(true);
        third.acquire(true); // whom it found dead it does not wait for again
        assertEquals(2, warnings.size(), () -> warnings.toString());
        assertTrue(warnings.get(0).contains("waiting up to"), warnings.get(0));
        assertTrue(warnings.get(1).contains("taking over"), warnings.get(1));
        assertTrue(warnings.get(1).contains("first on host of first"), warnings.get(1));
        third.confirm();
      }
      third.confirm(); // the first one, closed, did not delete what is another's
    }
    assertFalse(store().exists());
  }

  @Test
  @DisplayName("a run that lost it stops before its next checkpoint, and deletes none")
  void fencing() throws IOException {
    CheckpointStore plain = new CheckpointStore(store(), 1);
    try (StoreLease zombie = elsewhere("zombie", SILENT);
        StoreLease heir = elsewhere("heir", BRIEF)) {
      zombie.acquire(false);
      CheckpointStore old = plain.under(zombie);
      old.write(SampleTraining.checkpoint(1, 0));
      heir.acquire(true);
      plain.under(heir).write(SampleTraining.checkpoint(3, 0));
      List<String> before = store().list();
      String message = refusal(() -> old.write(SampleTraining.checkpoint(2, 0)));
      assertTrue(message.contains("taken over by another run (heir on host of heir"), message);
      assertTrue(message.contains("this run stops and writes nothing any more"), message);
      assertTrue(refusal(old::clear).contains("heir"));
      assertEquals(before, store().list());
      assertEquals(3, plain.latest().orElseThrow().state().round());
    }
  }

  @Test
  @DisplayName("that vanished is lost: another run has ended there, or somebody has cleared up")
  void vanished() throws IOException {
    try (StoreLease lease = elsewhere("first", QUICK)) {
      lease.acquire(false);
      store().delete();
      String message = refusal(lease::confirm);
      assertTrue(message.contains("is gone"), message);
    }
    assertFalse(store().exists(), "a heartbeat does not bring it back");
  }

  @Test
  @DisplayName("of a process of this machine that is no longer there is a dead run's at once")
  void deadProcess() throws Exception {
    Process process = new ProcessBuilder("true").start();
    long pid = process.pid();
    assertTrue(process.waitFor(20, TimeUnit.SECONDS));
    LeaseHolder self = LeaseHolder.self("spark-1");
    leave(holder(self.machine(), pid, 0));
    try (StoreLease next = new StoreLease(store(), self, patient(), warnings::add)) {
      next.acquire(true);
      assertEquals(1, warnings.size(), () -> warnings.toString());
      assertTrue(warnings.get(0).contains("process " + pid), warnings.get(0));
    }
  }

  @Test
  @DisplayName("a process number that was given away since is not taken for the run")
  void anotherProcessOfThatNumber() {
    LeaseHolder self = LeaseHolder.self("spark-1");
    assertFalse(self.isGoneFrom(self));
    assertTrue(holder(self.machine(), self.pid(), 1000).isGoneFrom(self));
    assertFalse(holder(self.machine(), self.pid(), 0).isGoneFrom(self), "start unknown");
    assertFalse(holder("elsewhere", self.pid(), 1000).isGoneFrom(self), "cannot be known");
  }

  @Test
  @DisplayName("that was torn while it was written is nobody's when nothing comes after it")
  void torn() throws IOException {
    store().replace(StoreLease.FILE, "{\"holder\": {".getBytes(StandardCharsets.UTF_8));
    try (StoreLease lease = elsewhere("next", BRIEF)) {
      String message = refusal(() -> lease.acquire(false));
      assertTrue(message.contains("died (its lease cannot be read)"), message);
      lease.acquire(true);
      lease.confirm();
    }
  }

  @Test
  @DisplayName("goes on beating after a beat that failed")
  void failedBeat() throws Exception {
    try (StoreLease lease = elsewhere("first", QUICK)) {
      lease.acquire(false);
      Path blocked = block(temporary.resolve("store/.lease.json.part"));
      String during = Files.readString(temporary.resolve("store/lease.json"));
      TimeUnit.MILLISECONDS.sleep(150);
      assertEquals(during, Files.readString(temporary.resolve("store/lease.json")));
      Files.delete(blocked);
      for (int i = 0; i < 100 && during.equals(beat()); i++) {
        TimeUnit.MILLISECONDS.sleep(50);
      }
      assertFalse(during.equals(beat()));
      lease.confirm();
    }
  }

  @Test
  @DisplayName("a place that is a file is refused in one sentence")
  void placeIsAFile() throws IOException {
    Files.writeString(temporary.resolve("store"), "mine");
    try (StoreLease lease = elsewhere("first", QUICK)) {
      String message = refusal(() -> lease.acquire(false));
      assertTrue(message.contains("the lease of " + store().location()), message);
      assertTrue(message.contains("permission and space"), message);
    }
  }

  @Test
  @DisplayName("of a run that took it between another's look and its own writing stays that run's")
  void takenBetween() throws IOException {
    for (boolean takeOver : new boolean[] {false, true}) {
      try (StoreLease first = elsewhere("first", QUICK);
          StoreLease late =
              elsewhere("late", QUICK, beforeSecondLook(() -> first.acquire(false)))) {
        String message = refusal(() -> late.acquire(takeOver));
        assertTrue(message.contains("in use by another run (first on host of first"), message);
        first.confirm();
      }
      assertFalse(store().exists());
      assertEquals(List.of(), warnings);
    }
  }

  @Test
  @DisplayName("of two runs that start at the same moment one has it")
  void race() throws Exception {
    List<String> refused = Collections.synchronizedList(new ArrayList<>());
    List<StoreLease> leases = new ArrayList<>();
    List<Thread> threads = new ArrayList<>();
    for (String name : List.of("a", "b", "c", "d")) {
      StoreLease lease = elsewhere(name, QUICK);
      leases.add(lease);
      threads.add(
          new Thread(
              () -> {
                try {
                  lease.acquire(false);
                } catch (InputException e) {
                  refused.add(String.valueOf(e.getMessage()));
                }
              }));
    }
    threads.forEach(Thread::start);
    for (Thread thread : threads) {
      thread.join(20_000);
    }
    leases.forEach(StoreLease::close);
    assertEquals(3, refused.size(), refused::toString);
  }

  /** Puts a folder where the next beat wants a file; between two beats nothing is there. */
  private static Path block(Path part) throws IOException {
    while (true) {
      try {
        return Files.createDirectory(part);
      } catch (FileAlreadyExistsException e) {
        Thread.onSpinWait();
      }
    }
  }

  private String beat() throws IOException {
    return Files.readString(temporary.resolve("store/lease.json"));
  }

  private FileTree store() {
    return new LocalFileTree(temporary.resolve("store"));
  }

  /** The store, in which something happens before it is looked for a lease the second time. */
  private FileTree beforeSecondLook(Runnable action) {
    FileTree store = store();
    AtomicInteger looks = new AtomicInteger();
    return (FileTree)
        Proxy.newProxyInstance(
            getClass().getClassLoader(),
            new Class<?>[] {FileTree.class},
            (proxy, method, arguments) -> {
              if (method.getName().equals("contains") && looks.incrementAndGet() == 2) {
                action.run();
              }
              return method.invoke(store, arguments);
            });
  }

  /** A lease of a run on a machine of its own, whose processes nobody else can see. */
  private StoreLease elsewhere(String name, StoreLease.Timing timing) {
    return elsewhere(name, timing, store());
  }

  private StoreLease elsewhere(String name, StoreLease.Timing timing, FileTree store) {
    LeaseHolder holder =
        new LeaseHolder(name, name, "host of " + name, "machine of " + name, 7, 0, "today");
    return new StoreLease(store, holder, timing, warnings::add);
  }

  private static LeaseHolder here(String name) {
    return LeaseHolder.self(name);
  }

  private static LeaseHolder holder(String machine, long pid, long processStarted) {
    return new LeaseHolder("dead", "spark-0", "host", machine, pid, processStarted, "yesterday");
  }

  private void leave(LeaseHolder holder) throws IOException {
    store()
        .replace(
            StoreLease.FILE, JsonFields.bytes(JsonFields.object().set("holder", holder.toJson())));
  }

  private static StoreLease.Timing patient() {
    return new StoreLease.Timing(Duration.ofSeconds(5), Duration.ofMinutes(5));
  }

  private static String refusal(Runnable action) {
    InputException refusal = assertThrows(InputException.class, action::run);
    return String.valueOf(refusal.getMessage());
  }
}
