package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import com.sun.management.OperatingSystemMXBean;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.lang.management.ManagementFactory;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.concurrent.atomic.AtomicReference;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

@DisplayName("A product uses exactly the thread that runs it")
class GemmThreadsTest {
  private static final int SIZE = 512;

  static Iterable<String> providers() {
    return GemmProviders.names();
  }

  @BeforeAll
  static void onlyWhereThreadsCanBeCounted() {
    assumeTrue(Files.isDirectory(Path.of("/proc/self/task")), "counts threads as Linux shows them");
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("in two threads at once: neither starts another")
  void startsNoThread(String provider) throws Exception {
    // a native thread inherits the name of the one that starts it
    Gemm gemm = GemmProviders.named(provider);
    AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
    Runnable work =
        () -> {
          try (GemmSession session = gemm.open()) {
            Runnable products = products(session);
            for (int repetition = 0; repetition < 3; repetition++) {
              products.run();
              assertEquals(1, tasksNamedLikeThis());
            }
          }
        };
    Thread one = new Thread(work, "keepgate-one");
    Thread two = new Thread(work, "keepgate-two");
    for (Thread thread : new Thread[] {one, two}) {
      thread.setUncaughtExceptionHandler((which, e) -> failure.set(e));
      thread.start();
    }
    one.join();
    two.join();
    if (failure.get() != null) {
      throw new AssertionError(failure.get());
    }
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("providers")
  @DisplayName("the processor time of the process is that of the thread")
  void processTimeIsThreadTime(String provider) {
    double least = Double.MAX_VALUE; // the compiler's threads work in between, but not always
    try (GemmSession session = GemmProviders.named(provider).open()) {
      Runnable products = products(session);
      products.run();
      for (int attempt = 0; attempt < 5; attempt++) {
        least = Math.min(least, processOverThreadTime(products));
      }
    }
    assertTrue(least < 1.4, "process time is " + least + " × the thread's");
  }

  private static double processOverThreadTime(Runnable products) {
    OperatingSystemMXBean process =
        (OperatingSystemMXBean) ManagementFactory.getOperatingSystemMXBean();
    long processStart = process.getProcessCpuTime();
    long start = threadTime();
    while (threadTime() - start < 150_000_000) {
      products.run();
    }
    return (double) (process.getProcessCpuTime() - processStart) / (threadTime() - start);
  }

  private static long threadTime() {
    return ManagementFactory.getThreadMXBean().getCurrentThreadCpuTime();
  }

  /** One of each kind, large enough that a library would share it among threads. */
  private static Runnable products(GemmSession session) {
    Matrix a = Matrix.of(GemmProviders.random(session, SIZE * SIZE, 1), SIZE, SIZE);
    Matrix weights = Matrix.of(GemmProviders.random(session, SIZE * SIZE, 2), SIZE, SIZE);
    Matrix c = Matrix.of(session.allocate(SIZE * SIZE), SIZE, SIZE);
    RowProduct packed = session.rowProduct(a, weights, false, false, c, 128);
    RowProduct plain = session.rowProduct(a, weights, true, false, c, 0);
    OuterProduct outer = session.outerProduct(a, weights, false, c, SIZE);
    return () -> {
      packed.run(0, 0, 128);
      plain.run(0, 0, 512);
      outer.run(0, 0, 512);
    };
  }

  private static long tasksNamedLikeThis() {
    try (Stream<Path> tasks = Files.list(Path.of("/proc/self/task"))) {
      String name = Thread.currentThread().getName();
      return tasks.filter(task -> name.equals(nameOf(task))).count();
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  private static String nameOf(Path task) {
    try {
      return Files.readString(task.resolve("comm")).strip();
    } catch (IOException ended) {
      return "";
    }
  }
}
