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

  private Bench() {}

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
    Path folder = Files.createDirectories(Project.root().resolve("target/bench"));
    boolean agree = true;
    for (Row row : options.rows()) {
      switch (row) {
        case ACCURACY -> agree = accuracy(options, folder);
        case FEW_CONNECTIONS -> throughput(row, Shape.FEW_CONNECTIONS, options, folder);
        case MANY_CONNECTIONS -> throughput(row, Shape.MANY_CONNECTIONS, options, folder);
        case STREAMS -> throughput(row, Shape.STREAMS, options, folder);
        case LATENCY -> latency(options, folder);
        case CLIENTS -> clients(options, folder);
        case SCHEDULE -> schedule(options, folder);
        case ONCE -> once(options, folder);
        case SCALE -> scale(options, folder);
        case INSIDE -> inside(options, folder);
        case START -> start(options, folder);
        case FIRST_SECOND -> firstSecond(options, folder);
        case MEMORY -> memory(options, folder);
      }
    }
    return agree ? 0 : 1;
  }

  private static boolean accuracy(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    Accuracy.Result result = new Accuracy(options, folder).run();
    write(folder, Row.ACCURACY, AccuracyReport.markdown(result), result);
    return result.agree();
  }

  private static void start(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    Start start = new Start(new H2load(folder, new Core(CLIENTS_CORE, folder)), options.rounds());
    Start.Result result = start.run(fromTheirStart(start, options, folder));
    write(folder, Row.START, StartReport.markdown(result), result);
  }

  private static void firstSecond(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    H2load h2load = new H2load(folder, new Core(CLIENTS_CORE, folder));
    FirstSecond.Result result =
        new FirstSecond(h2load, options.rounds(), options.calls())
            .run(fromTheirStart(new Start(h2load, options.rounds()), options, folder));
    write(folder, Row.FIRST_SECOND, FirstSecond.markdown(result), result);
  }

  private static List<Peer> fromTheirStart(Start start, BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    Peer ours = Peer.ours(ImageFlags.read());
    List<Peer> servers = new ArrayList<>(List.of(start.withCache(ours, folder), ours));
    servers.addAll(Peer.others(options.peers(), options.cpp()));
    return servers;
  }

  private static void memory(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    H2load h2load = new H2load(folder, new Core(CLIENTS_CORE, folder));
    Start start = new Start(h2load, options.rounds());
    Memory.Result result =
        new Memory(h2load, options.calls())
            .run(start.withCache(Peer.ours(ImageFlags.read()), folder));
    write(folder, Row.MEMORY, Memory.markdown(result), result);
  }

  private static void latency(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    List<Peer> servers = new ArrayList<>(List.of(Peer.ours(ImageFlags.read())));
    // That of Java as its examples start it answers no such rate.
    servers.addAll(Peer.foreign(options.peers(), options.cpp()));
    H2load h2load = new H2load(folder, new Core(CLIENTS_CORE, folder));
    Latency.Result result =
        new Latency(servers, h2load, options.rounds(), options.calls()).run(Shape.FEW_CONNECTIONS);
    write(folder, Row.LATENCY, LatencyReport.markdown(result), result);
  }

  private static void clients(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    Core core = new Core(CLIENTS_CORE, folder);
    List<Client> clients = List.of(new GreeterLoad(core), new Ghz(options.ghz(), core));
    Clients.Result result =
        new Clients(
                Peer.ours(ImageFlags.read()),
                new H2load(folder, core),
                clients,
                options.rounds(),
                options.calls())
            .run(Shape.FEW_CONNECTIONS);
    write(folder, Row.CLIENTS, ClientsReport.markdown(result), result);
  }

  private static void schedule(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    Core core = new Core(CLIENTS_CORE, folder);
    Schedule.Result result =
        new Schedule(
                Peer.ours(ImageFlags.read()),
                new H2load(folder, core),
                new GreeterLoad(core),
                options.rounds())
            .run();
    write(folder, Row.SCHEDULE, Schedule.markdown(result), result);
  }

  private static void once(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    Once.Result result = new Once(new Core(CLIENTS_CORE, folder), folder, options.rounds()).run();
    write(folder, Row.ONCE, Once.markdown(result), result);
  }

  private static void inside(BenchOptions options, Path folder) throws IOException {
    Inside.Result result = new Inside(ImageFlags.read(), options.rounds()).run();
    write(folder, Row.INSIDE, Inside.markdown(result), result);
  }

  private static void scale(BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    H2load h2load = new H2load(folder, new Core(CLIENTS_CORE, folder));
    Scale.Result result =
        new Scale(Peer.ours(ImageFlags.read()), h2load, folder, options.rounds(), options.calls())
            .run();
    ScalePlot.write(result, folder.resolve(Row.SCALE.label() + ".png"));
    write(folder, Row.SCALE, ScaleReport.markdown(result), result);
  }

  private static void throughput(Row row, Shape shape, BenchOptions options, Path folder)
      throws IOException, InterruptedException {
    List<Peer> servers = new ArrayList<>(List.of(Peer.ours(ImageFlags.read())));
    servers.addAll(Peer.others(options.peers(), options.cpp()));
    H2load h2load = new H2load(folder, new Core(CLIENTS_CORE, folder));
    Throughput.Result result =
        new Throughput(servers, h2load, options.rounds(), options.calls()).run(shape);
    write(folder, row, ThroughputReport.markdown(result), result);
  }

  /** For readers as Markdown, printed and kept; and every figure as JSON. */
  private static void write(Path folder, Row row, String table, Object figures) throws IOException {
    System.out.print(table);
    Files.writeString(folder.resolve(row.label() + ".md"), table);
    Files.writeString(
        folder.resolve(row.label() + ".json"),
        new GsonBuilder().setPrettyPrinting().create().toJson(figures) + "\n");
    System.out.printf(
        "%nwritten: target/bench/%s.md, target/bench/%s.json%n%n", row.label(), row.label());
  }
}
