package org.keepgate.math;

import static org.junit.jupiter.api.Assertions.assertEquals;
import static org.junit.jupiter.api.Assertions.assertFalse;
import static org.junit.jupiter.api.Assertions.assertSame;
import static org.junit.jupiter.api.Assertions.assertThrows;
import static org.junit.jupiter.api.Assertions.assertTrue;
import static org.junit.jupiter.api.Assumptions.assumeTrue;

import dev.ludovic.netlib.blas.NativeBLAS;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.ResourceBundle;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.DisplayName;
import org.junit.jupiter.api.Test;

@DisplayName("The provider of products is chosen once, and spoken about")
class GemmChoiceTest {
  private final RecordingLogger log = new RecordingLogger();

  @Test
  @DisplayName("the first that can be loaded is chosen, with one line of information")
  void firstIsChosen() {
    GemmChoice choice = new GemmChoice(providers(() -> fake("fast"), () -> fake("middle")));
    Gemm chosen = choice.chosen(null, log);
    assertEquals("fast", chosen.name());
    assertSame(chosen, choice.chosen(null, log));
    assertSame(chosen, choice.named("fast"));
    assertEquals(List.of("INFO Matrix products by fast 1.0"), log.lines);
  }

  @Test
  @DisplayName("one that cannot be loaded is passed over, with one warning: which, why, what to do")
  void fallback() {
    GemmChoice choice =
        new GemmChoice(
            providers(
                () -> {
                  throw new ExceptionInInitializerError(
                      new UnsatisfiedLinkError("libfast.so: no such file\nmore"));
                },
                () -> {
                  throw new IllegalStateException("bound to another library");
                }));
    assertEquals("java", choice.chosen(null, log).name());
    assertEquals(1, log.lines.size());
    String line = log.lines.get(0);
    assertTrue(line.startsWith("WARNING Matrix products by java 1, JDK"), line);
    assertTrue(line.contains("fast (UnsatisfiedLinkError: libfast.so: no such file)"), line);
    assertTrue(line.contains(" and middle (bound to another library). Put "), line);
    assertTrue(line.contains("-Dkeepgate.gemm=java accepts it"), line);
    assertFalse(line.contains("\n"), line);
  }

  @Test
  @DisplayName("the property names the provider to begin with")
  void propertyNamesTheFirst() {
    GemmChoice choice = new GemmChoice(providers(() -> fake("fast"), () -> fake("middle")));
    assertEquals("middle", choice.chosen("middle", log).name());
    assertEquals(
        List.of("INFO Matrix products by middle 1.0, as -Dkeepgate.gemm=middle says"), log.lines);
  }

  @Test
  @DisplayName("an unknown name is an error that lists the known ones, each time again")
  void unknownName() {
    GemmChoice choice = new GemmChoice(providers(() -> fake("fast"), () -> fake("middle")));
    for (int attempt = 0; attempt < 2; attempt++) {
      IllegalArgumentException e =
          assertThrows(IllegalArgumentException.class, () -> choice.chosen("mkl", log));
      assertEquals(
          "-Dkeepgate.gemm=mkl names no provider of matrix products; known: fast, middle, java",
          e.getMessage());
    }
    assertThrows(IllegalArgumentException.class, () -> choice.named("mkl"));
    assertThrows(IllegalArgumentException.class, () -> Gemm.named("mkl"));
  }

  @Test
  @DisplayName("one that is asked for by name and cannot be loaded is an error with the reason")
  void namedThatCannotBeLoaded() {
    GemmChoice choice =
        new GemmChoice(
            providers(
                () -> {
                  throw new UnsatisfiedLinkError("libfast.so");
                },
                () -> fake("middle")));
    String message =
        String.valueOf(
            assertThrows(IllegalStateException.class, () -> choice.named("fast")).getMessage());
    assertTrue(
        message.contains("'fast' cannot be used: UnsatisfiedLinkError: libfast.so"), message);
  }

  @Test
  @DisplayName("here oneDNN is chosen, and its fingerprint says library, processor and JDK")
  void chosenHere() {
    assumeTrue(GemmProviders.linuxOnX86());
    String fingerprint = Gemm.named("onednn").fingerprint();
    assertTrue(
        fingerprint.matches("onednn \\d+\\.\\d+\\.\\d+, instruction set 0x\\p{XDigit}+, amd64 .+"),
        fingerprint);
    assertTrue(fingerprint.endsWith(", JDK " + Runtime.version().feature()), fingerprint);
    String openBlas = Gemm.named("openblas").fingerprint();
    assertTrue(openBlas.startsWith("openblas OpenBLAS 0."), openBlas);
  }

  @Test
  @DisplayName("netlib bound by other code before: OpenBLAS refuses, and the choice says so")
  void netlibBoundBefore() throws Exception {
    assumeTrue(GemmProviders.linuxOnX86());
    String output = FreshJvm.run(List.of("-Dkeepgate.gemm=openblas"), NetlibFirst.class);
    String last = output.substring(output.lastIndexOf('\n') + 1);
    assertEquals("java", last, output);
    assertTrue(output.contains("other code of this JVM has already"), output);
  }

  /** Uses netlib as MLlib does, then chooses. */
  static final class NetlibFirst {
    public static void main(String[] arguments) {
      try {
        NativeBLAS.getInstance();
      } catch (RuntimeException | LinkageError noSystemBlas) {
        System.out.println(noSystemBlas);
      }
      System.out.println(Gemm.chosen().name());
    }
  }

  @Test
  @DisplayName(
      "netlib pointed by the site at its own library: it is used, and limited to one thread")
  void siteLibrary() throws Exception {
    assumeTrue(GemmProviders.linuxOnX86());
    Gemm.named("openblas"); // unpacks the library that plays the site's
    String path = System.getProperty("dev.ludovic.netlib.blas.nativeLibPath");
    String output =
        FreshJvm.run(
            List.of("-Dkeepgate.gemm=openblas", "-Ddev.ludovic.netlib.blas.nativeLibPath=" + path),
            NetlibFirst.class);
    assertTrue(output.endsWith("\nopenblas"), output);
  }

  private static Map<String, Supplier<Gemm>> providers(Supplier<Gemm> fast, Supplier<Gemm> middle) {
    Map<String, Supplier<Gemm>> providers = new LinkedHashMap<>();
    providers.put("fast", fast);
    providers.put("middle", middle);
    providers.put("java", JavaGemm::new);
    return providers;
  }

  private static Gemm fake(String name) {
    return new Gemm() {
      @Override
      public String name() {
        return name;
      }

      @Override
      public String fingerprint() {
        return name + " 1.0";
      }

      @Override
      public GemmSession open() {
        return new JavaSession();
      }
    };
  }

  /** Keeps the lines. */
  private static final class RecordingLogger implements System.Logger {
    private final List<String> lines = new ArrayList<>();

    @Override
    public String getName() {
      return "recording";
    }

    @Override
    public boolean isLoggable(Level level) {
      return true;
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String message,
        @Nullable Throwable thrown) {
      lines.add(level + " " + message);
    }

    @Override
    public void log(
        Level level,
        @Nullable ResourceBundle bundle,
        @Nullable String format,
        Object... parameters) {
      lines.add(level + " " + format);
    }
  }
}
