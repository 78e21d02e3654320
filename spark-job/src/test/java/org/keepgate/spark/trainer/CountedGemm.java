package org.keepgate.spark.trainer;

import java.lang.reflect.InvocationHandler;
import java.lang.reflect.Proxy;
import java.util.concurrent.atomic.AtomicInteger;
import org.keepgate.math.Gemm;
import org.keepgate.math.GemmSession;

/** Plain Java's products; counts the sessions, and so the networks, of all tasks of this JVM. */
final class CountedGemm implements Gemm {
  private static final AtomicInteger OPENED = new AtomicInteger();
  private static final AtomicInteger CLOSED = new AtomicInteger();

  private final Gemm java = Gemm.named("java");

  static void clear() {
    OPENED.set(0);
    CLOSED.set(0);
  }

  static int opened() {
    return OPENED.get();
  }

  static int closed() {
    return CLOSED.get();
  }

  @Override
  public String name() {
    return java.name();
  }

  @Override
  public String fingerprint() {
    return java.fingerprint();
  }

  @Override
  public GemmSession open() {
    OPENED.incrementAndGet();
    GemmSession session = java.open();
    InvocationHandler counted =
        (proxy, method, arguments) -> {
          if (method.getName().equals("close")) {
            CLOSED.incrementAndGet();
          }
          return method.invoke(session, arguments);
        };
    Class<?>[] face = {GemmSession.class};
    return (GemmSession) Proxy.newProxyInstance(getClass().getClassLoader(), face, counted);
  }
}
