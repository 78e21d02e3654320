package org.keepgate.math;

import com.sun.jna.Function;
import com.sun.jna.NativeLibrary;
import dev.ludovic.netlib.blas.BLAS;
import java.io.IOException;
import java.lang.reflect.Method;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.stream.Stream;
import org.bytedeco.javacpp.Loader;

/**
 * Products by a BLAS in C, on heap arrays: the bundled OpenBLAS, or the site's own library.
 *
 * <p>The way there is netlib's JNI binding, as in Spark MLlib. It is bound once in a JVM, to the
 * library that a system property names at that moment. So the property is set before the first use
 * and left alone where the site has set it; where other code has used netlib before without a
 * property, its library is unknown, and this provider refuses.
 */
final class OpenBlasGemm implements Gemm {
  static final String NAME = "openblas";

  /** What netlib reads. */
  private static final String PATH_PROPERTY = "dev.ludovic.netlib.blas.nativeLibPath";

  private static final String NAME_PROPERTY = "dev.ludovic.netlib.blas.nativeLib";

  /** Ways of OpenBLAS, MKL, and BLIS on OpenMP to say how many threads a product may use. */
  private static final List<String> SET_THREADS =
      List.of("openblas_set_num_threads", "MKL_Set_Num_Threads", "omp_set_num_threads");

  private final BLAS blas;
  private final Function setThreads;
  private final String fingerprint;

  /**
   * Loads the library.
   *
   * @throws LinkageError if it cannot be loaded
   * @throws IllegalStateException if it cannot be used
   */
  OpenBlasGemm() {
    String path = System.getProperty(PATH_PROPERTY, System.getProperty(NAME_PROPERTY));
    if (path == null) {
      requireUnbound();
      path = loadBundled();
      System.setProperty(PATH_PROPERTY, path);
    }
    NativeLibrary library = NativeLibrary.getInstance(path, OpenMp.LOCAL);
    setThreads = threadsOf(library, path);
    blas = netlib();
    fingerprint =
        String.format(
            Locale.ROOT,
            "%s %s, %s, JDK %d",
            NAME,
            version(library, path),
            Processor.describe(),
            Runtime.version().feature());
  }

  @Override
  public String name() {
    return NAME;
  }

  @Override
  public String fingerprint() {
    return fingerprint;
  }

  @Override
  public GemmSession open() {
    setThreads.invokeVoid(new Object[] {1}); // somebody else may have raised it
    return new OpenBlasSession(blas);
  }

  private static void requireUnbound() {
    Path maps = Path.of("/proc/self/maps"); // netlib binds on Linux only
    if (!Files.isReadable(maps)) {
      return;
    }
    try (Stream<String> lines = Files.lines(maps, StandardCharsets.ISO_8859_1)) {
      if (lines.anyMatch(line -> line.contains("netlibblasjni"))) {
        throw new IllegalStateException(
            "other code of this JVM has already bound dev.ludovic.netlib.blas to the system's BLAS; -D"
                + PATH_PROPERTY
                + " can name a library from the start");
      }
    } catch (IOException unreadable) {
      throw new IllegalStateException("cannot read " + maps, unreadable);
    }
  }

  private static String loadBundled() {
    Loader.load(org.bytedeco.openblas.global.openblas_nolapack.class);
    for (var loaded : Loader.getLoadedLibraries().entrySet()) {
      if (loaded.getKey().startsWith("openblas_nolapack")
          || loaded.getKey().startsWith("libopenblas_nolapack")) { // Windows
        return loaded.getValue();
      }
    }
    throw new UnsatisfiedLinkError("the bundled OpenBLAS was not loaded");
  }

  private static Function threadsOf(NativeLibrary library, String path) {
    for (String name : SET_THREADS) {
      try {
        return library.getFunction(name);
      } catch (UnsatisfiedLinkError notThisOne) {
        // the next
      }
    }
    throw new IllegalStateException(
        path + " has no way to limit the threads of a product: none of " + SET_THREADS);
  }

  /** OpenBLAS says its version and kernels; of another library the file name must do. */
  private static String version(NativeLibrary library, String path) {
    try {
      return library.getFunction("openblas_get_config").invokeString(new Object[0], false).strip();
    } catch (UnsatisfiedLinkError notOpenBlas) {
      return path;
    }
  }

  /**
   * The native binding itself. The public way to it, {@code NativeBLAS.getInstance()}, sets up the
   * Java implementations as well, which log warnings.
   */
  private static BLAS netlib() {
    try {
      Method getInstance =
          Class.forName("dev.ludovic.netlib.blas.JNIBLAS").getMethod("getInstance");
      getInstance.setAccessible(true);
      return (BLAS) getInstance.invoke(null);
    } catch (ReflectiveOperationException | LinkageError e) {
      throw new IllegalStateException(
          "dev.ludovic.netlib.blas has no native binding here, or other code of this JVM has already"
              + " tried it in vain; -D"
              + PATH_PROPERTY
              + " can name a library from the start",
          e);
    }
  }
}
