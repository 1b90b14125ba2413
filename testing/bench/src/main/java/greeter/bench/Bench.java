package greeter.bench;

import com.google.gson.GsonBuilder;
import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;

/** Measures what is compared beside one another. {@code testing/bench/bench} starts it. */
final class Bench {
  static final int SERVERS_CORE = 0;
  static final int CLIENTS_CORE = 1;
  static final String BOTH_CORES = "0,1";

  private final BenchOptions options;
  private final Path folder;
  private final Core core;
  private final H2load h2load;
  private final Image image;
  private final Image imageWithoutCache;

  private Bench(BenchOptions options) throws IOException {
    this.options = options;
    this.folder = Files.createDirectories(Project.root().resolve("target/bench"));
    this.core = new Core(CLIENTS_CORE, folder);
    this.h2load = new H2load(folder, core);
    this.image = Image.in(folder.resolve("image"));
    this.imageWithoutCache = Image.in(folder.resolve("image-without-cache"));
  }

  public static void main(String[] args) {
    int exitCode;
    try {
      exitCode = run(BenchOptions.parse(args));
    } catch (IllegalArgumentException e) {
      System.err.println("bench: " + e.getMessage());
      exitCode = 2;
    } catch (IOException | IllegalStateException e) {
      System.err.println("bench: " + e.getMessage());
      exitCode = 1;
    } catch (InterruptedException e) {
      exitCode = 130;
    }
    System.exit(exitCode);
  }

  private static int run(BenchOptions options) throws IOException, InterruptedException {
    Bench bench = new Bench(options);
    boolean holds = true;
    for (Row row : options.rows()) {
      try {
        holds &= bench.measure(row);
      } catch (IOException | IllegalStateException e) {
        // The others may take hours, and can still be measured.
        System.err.println("bench: " + row.label() + ": " + e.getMessage());
        holds = false;
      }
    }
    return holds ? 0 : 1;
  }

  /** Whether clients agree, and none was itself what was measured. */
  private boolean measure(Row row) throws IOException, InterruptedException {
    // nginx and the pods behind it are where this process is. What else it does disturbs no server.
    Core.move(row.hasNginx() ? SERVERS_CORE : CLIENTS_CORE);
    return switch (row) {
      case ACCURACY -> accuracy();
      case FEW_CONNECTIONS -> throughput(row, Shape.FEW_CONNECTIONS);
      case MANY_CONNECTIONS -> throughput(row, Shape.MANY_CONNECTIONS);
      case STREAMS -> throughput(row, Shape.STREAMS);
      case LATENCY -> latency();
      case CLIENTS -> clients();
      case SCHEDULE -> schedule();
      case ONCE -> once();
      case SCALE -> scale();
      case INSIDE -> inside();
      case START -> start();
      case FIRST_SECOND -> firstSecond();
      case MEMORY -> memory();
    };
  }

  private boolean accuracy() throws IOException, InterruptedException {
    Accuracy.Result result = new Accuracy(options, folder).run();
    write(Row.ACCURACY, AccuracyReport.markdown(result), result);
    return result.agree();
  }

  private boolean throughput(Row row, Shape shape) throws IOException, InterruptedException {
    List<Peer> servers = new ArrayList<>(List.of(Peer.ours(image)));
    servers.addAll(Peer.others(options.peers(), options.cpp()));
    Throughput.Result result =
        new Throughput(servers, h2load, options.rounds(), options.calls()).run(shape);
    write(row, ThroughputReport.markdown(result), result);
    return result.holds();
  }

  private boolean latency() throws IOException, InterruptedException {
    List<Peer> servers = new ArrayList<>(List.of(Peer.ours(image)));
    // That of Java as its examples start it answers no such rate.
    servers.addAll(Peer.foreign(options.peers(), options.cpp()));
    Latency.Result result =
        new Latency(servers, h2load, options.rounds(), options.calls()).run(Shape.FEW_CONNECTIONS);
    write(Row.LATENCY, LatencyReport.markdown(result), result);
    return result.holds();
  }

  private boolean clients() throws IOException, InterruptedException {
    List<Client> clients = List.of(new GreeterLoad(core), new Ghz(options.ghz(), core));
    Clients.Result result =
        new Clients(Peer.ours(image), h2load, clients, options.rounds(), options.calls())
            .run(Shape.FEW_CONNECTIONS);
    write(Row.CLIENTS, ClientsReport.markdown(result), result);
    return true; // a client is what is measured
  }

  private boolean schedule() throws IOException, InterruptedException {
    Schedule.Result result =
        new Schedule(Peer.ours(image), h2load, new GreeterLoad(core), options.rounds()).run();
    write(Row.SCHEDULE, Schedule.markdown(result), result);
    return true;
  }

  private boolean once() throws IOException, InterruptedException {
    Once.Result result = new Once(core, folder, options.rounds()).run();
    write(Row.ONCE, Once.markdown(result), result);
    return true;
  }

  private boolean scale() throws IOException, InterruptedException {
    Scale.Result result = new Scale(image, h2load, folder, options.rounds(), options.calls()).run();
    ScalePlot.write(result, folder.resolve(Row.SCALE.label() + ".png"));
    write(Row.SCALE, ScaleReport.markdown(result), result);
    return true; // its table says where the client was the limit
  }

  private boolean inside() throws IOException {
    Inside.Result result = new Inside(imageWithoutCache.flags(), options.rounds()).run();
    write(Row.INSIDE, Inside.markdown(result), result);
    return true;
  }

  private boolean start() throws IOException, InterruptedException {
    Start.Result result = new Start(h2load, options.rounds()).run(fromTheirStart());
    write(Row.START, StartReport.markdown(result), result);
    return result.holds();
  }

  private boolean firstSecond() throws IOException, InterruptedException {
    FirstSecond.Result result =
        new FirstSecond(h2load, options.rounds(), options.calls()).run(fromTheirStart());
    write(Row.FIRST_SECOND, FirstSecond.markdown(result), result);
    return result.holds();
  }

  private List<Peer> fromTheirStart() {
    List<Peer> servers =
        new ArrayList<>(
            List.of(
                Peer.ours(image),
                Peer.ours("hello-server, no AOT cache", imageWithoutCache, Peer.POD)));
    servers.addAll(Peer.others(options.peers(), options.cpp()));
    return servers;
  }

  private boolean memory() throws IOException, InterruptedException {
    Peer accounting =
        Peer.ours("hello-server", image, Peer.POD, "-XX:NativeMemoryTracking=summary");
    Memory.Result result = new Memory(h2load, options.calls()).run(accounting);
    write(Row.MEMORY, Memory.markdown(result), result);
    return true;
  }

  /** For readers as Markdown, printed and kept; and every figure as JSON. */
  private void write(Row row, String table, Object figures) throws IOException {
    System.out.print(table);
    Files.writeString(folder.resolve(row.label() + ".md"), table);
    Files.writeString(
        folder.resolve(row.label() + ".json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(figures) + "\n");
    System.out.printf(
        "%nwritten: target/bench/%s.md, target/bench/%s.json%n%n", row.label(), row.label());
  }
}
