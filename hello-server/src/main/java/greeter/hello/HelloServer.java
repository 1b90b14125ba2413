package greeter.hello;

import greeter.server.ServerMain;
import io.grpc.BindableService;
import java.util.List;

/** Serves {@code helloworld.Hello}. */
public final class HelloServer {
  private HelloServer() {}

  /** What this server serves, in production and in tests alike. */
  public static List<BindableService> services(String pod) {
    return List.of(new HelloService(pod));
  }

  public static void main(String[] args) throws InterruptedException {
    ServerMain main =
        new ServerMain("hello-server", List.of(), (config, env) -> services(config.pod()));
    System.exit(main.run(args, System.getenv(), System.out, System.err));
  }
}
