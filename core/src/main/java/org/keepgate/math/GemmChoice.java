package org.keepgate.math;

import java.lang.System.Logger;
import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/** Chooses the provider of this JVM, and says in one log line which and why. */
final class GemmChoice {
  static final String PROPERTY = "keepgate.gemm";

  private static final String REMEDY =
      "Put org.bytedeco's and netlib's jars for this platform on the class path, and let"
          + " ~/.javacpp/cache and java.io.tmpdir be writable and executable; -D"
          + PROPERTY
          + "=%s accepts it without this line.";

  private static final GemmChoice THIS_JVM = new GemmChoice(providers());

  /** The best first. */
  private final Map<String, Supplier<Gemm>> providers;

  private final Map<String, Gemm> loaded = new LinkedHashMap<>();
  private @Nullable Gemm chosen;

  GemmChoice(Map<String, Supplier<Gemm>> providers) {
    this.providers = providers;
  }

  static GemmChoice ofThisJvm() {
    return THIS_JVM;
  }

  /** The provider of this name, loaded once. */
  synchronized Gemm named(String name) {
    Supplier<Gemm> provider = providers.get(name);
    if (provider == null) {
      throw new IllegalArgumentException(
          "there is no provider of matrix products named '"
              + name
              + "'; known: "
              + String.join(", ", providers.keySet()));
    }
    try {
      return loaded.computeIfAbsent(name, missing -> provider.get());
    } catch (LinkageError | RuntimeException e) {
      throw new IllegalStateException(
          "the provider of matrix products '" + name + "' cannot be used: " + reason(e), e);
    }
  }

  /** The provider wanted, or the first one, or else the next that can be loaded. */
  synchronized Gemm chosen(@Nullable String wanted, Logger logger) {
    if (chosen == null) {
      chosen = choose(wanted, logger);
    }
    return chosen;
  }

  private Gemm choose(@Nullable String wanted, Logger logger) {
    List<String> order = new ArrayList<>(providers.keySet());
    if (wanted != null) {
      if (!order.contains(wanted)) {
        throw new IllegalArgumentException(
            "-D"
                + PROPERTY
                + "="
                + wanted
                + " names no provider of matrix products; known: "
                + String.join(", ", order));
      }
      order.subList(0, order.indexOf(wanted)).clear();
    }
    List<String> failures = new ArrayList<>();
    for (String name : order) {
      try {
        Gemm gemm = named(name);
        log(gemm, wanted, failures, logger);
        return gemm;
      } catch (IllegalStateException e) {
        failures.add(name + " (" + reason(e.getCause() == null ? e : e.getCause()) + ")");
      }
    }
    throw new IllegalStateException("no provider of matrix products can be used: " + failures);
  }

  private static void log(
      Gemm gemm, @Nullable String wanted, List<String> failures, Logger logger) {
    if (failures.isEmpty()) {
      String origin = wanted == null ? "" : ", as -D" + PROPERTY + "=" + wanted + " says";
      logger.log(Level.INFO, "Matrix products by " + gemm.fingerprint() + origin);
    } else {
      logger.log(
          Level.WARNING,
          "Matrix products by "
              + gemm.fingerprint()
              + ", which is slower, because of "
              + String.join(" and ", failures)
              + ". "
              + REMEDY.formatted(gemm.name()));
    }
  }

  /** Our own words where there are some; else the innermost cause says most, in its first line. */
  private static String reason(Throwable failure) {
    if (failure instanceof IllegalStateException) {
      return String.valueOf(failure.getMessage());
    }
    Throwable cause = failure;
    while (cause.getCause() != null) {
      cause = cause.getCause();
    }
    String message = String.valueOf(cause.getMessage());
    return cause.getClass().getSimpleName() + ": " + message.lines().findFirst().orElse("");
  }

  private static Map<String, Supplier<Gemm>> providers() {
    Map<String, Supplier<Gemm>> providers = new LinkedHashMap<>();
    providers.put(OneDnnGemm.NAME, OneDnnGemm::new);
    providers.put(OpenBlasGemm.NAME, OpenBlasGemm::new);
    providers.put(JavaGemm.NAME, JavaGemm::new);
    return providers;
  }
}
