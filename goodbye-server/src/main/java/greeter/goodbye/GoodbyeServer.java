package greeter.goodbye;

import greeter.server.ServerMain;
import io.grpc.BindableService;
import java.util.List;
import java.util.concurrent.ThreadLocalRandom;
import java.util.random.RandomGenerator;

/** Serves {@code helloworld.Goodbye}. */
public final class GoodbyeServer {
  private GoodbyeServer() {}

  /** What this server serves, in production and in tests alike. */
  public static List<BindableService> services(
      String pod, Sayings sayings, RandomGenerator random) {
    return List.of(new GoodbyeService(pod, sayings, random));
  }

  public static void main(String[] args) throws InterruptedException {
    ServerMain main =
        new ServerMain(
            "goodbye-server",
            List.of(Sayings.FILE),
            (config, env) ->
                services(
                    config.pod(), Sayings.from(env), () -> ThreadLocalRandom.current().nextLong()));
    System.exit(main.run(args, System.getenv(), System.out, System.err));
  }
}
