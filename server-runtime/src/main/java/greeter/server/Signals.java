package greeter.server;

import java.lang.reflect.Proxy;
import java.util.List;
import java.util.concurrent.ArrayBlockingQueue;
import java.util.concurrent.BlockingQueue;

/**
 * SIGTERM and SIGINT, the first of them caught. A shutdown hook could not tell the two apart, nor
 * let the process exit with 0; this does both. A second signal ends the process at once.
 *
 * <p>{@code sun.misc.Signal} is supported (module jdk.unsupported, JEP 260) and has no successor,
 * but javac warns of it in a way that no annotation or flag can answer; so it is found by name.
 */
final class Signals {
  private static final List<String> ENDING = List.of("TERM", "INT");

  /** The signal that came. */
  record Caught(String name, boolean onTerminal) {}

  private final BlockingQueue<String> first = new ArrayBlockingQueue<>(ENDING.size());

  private Signals() {}

  static Signals catchFirst() {
    Signals signals = new Signals();
    try {
      signals.install();
    } catch (ReflectiveOperationException e) {
      throw new LinkageError("this Java has no sun.misc.Signal", e);
    }
    return signals;
  }

  /** Waits for it. */
  Caught await() throws InterruptedException {
    String name = first.take();
    return new Caught("SIG" + name, name.equals("INT") && Terminal.isOurs());
  }

  private void install() throws ReflectiveOperationException {
    Class<?> handlerType = Class.forName("sun.misc.SignalHandler");
    Object defaultHandler = handlerType.getField("SIG_DFL").get(null);
    for (String name : ENDING) {
      Object handler =
          Proxy.newProxyInstance(
              handlerType.getClassLoader(),
              new Class<?>[] {handlerType},
              (proxy, method, args) -> {
                for (String each : ENDING) {
                  handle(each, defaultHandler);
                }
                first.add(name);
                return null;
              });
      handle(name, handler);
    }
  }

  /** {@code Signal.handle(new Signal(name), handler)}. */
  private static void handle(String name, Object handler) throws ReflectiveOperationException {
    Class<?> signal = Class.forName("sun.misc.Signal");
    signal
        .getMethod("handle", signal, Class.forName("sun.misc.SignalHandler"))
        .invoke(null, signal.getConstructor(String.class).newInstance(name), handler);
  }
}
