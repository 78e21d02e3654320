package org.keepgate.math;

import com.sun.jna.Function;
import com.sun.jna.Library;
import com.sun.jna.NativeLibrary;
import com.sun.jna.Platform;
import java.util.List;
import java.util.Map;

/**
 * The OpenMP runtime behind a native library, to say how many threads a product may use.
 *
 * <p>{@code omp_set_num_threads} holds for the products that the calling thread starts, and for
 * those only. An environment variable would have to be set before the JVM starts, which nobody does
 * in a notebook or on an executor. The function must be that of the very runtime which the library
 * is linked to, and a process may hold several: so it is looked up through the library's own
 * handle, which finds what its dependencies have. Windows does not look there: the runtimes are
 * named.
 */
final class OpenMp {
  private static final List<String> WINDOWS_RUNTIMES = List.of("vcomp140", "libiomp5md", "libomp");

  /** How a library is opened: RTLD_LAZY without RTLD_GLOBAL, so that its names stay its own. */
  static final Map<String, Integer> LOCAL = Map.of(Library.OPTION_OPEN_FLAGS, 1);

  private final Function setNumThreads;
  private final Function getMaxThreads;

  private OpenMp(NativeLibrary runtime) {
    setNumThreads = runtime.getFunction("omp_set_num_threads");
    getMaxThreads = runtime.getFunction("omp_get_max_threads");
  }

  /**
   * The runtime behind a library that is already loaded.
   *
   * @param libraryPath the library's file
   * @throws UnsatisfiedLinkError if there is none
   */
  static OpenMp of(String libraryPath) {
    if (!Platform.isWindows()) {
      return new OpenMp(NativeLibrary.getInstance(libraryPath, LOCAL));
    }
    for (String name : WINDOWS_RUNTIMES) {
      try {
        return new OpenMp(NativeLibrary.getInstance(name));
      } catch (UnsatisfiedLinkError notThisOne) {
        // the next
      }
    }
    throw new UnsatisfiedLinkError("no OpenMP runtime among " + WINDOWS_RUNTIMES);
  }

  /** Products started by the calling thread use this thread only, from here on. */
  void useOneThread() {
    setNumThreads.invokeVoid(new Object[] {1});
    int threads = getMaxThreads.invokeInt(new Object[0]);
    if (threads != 1) {
      throw new IllegalStateException(
          "the OpenMP runtime keeps " + threads + " threads for a product; set OMP_NUM_THREADS=1");
    }
  }
}
