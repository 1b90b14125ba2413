package greeter.bench;

import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import greeter.api.Wire;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * h2load, of nghttp2: it speaks HTTP/2 and knows nothing of gRPC, so that an HTTP 200 is success to
 * it. So the bytes of all replies are counted, and {@link Answers} looks at a sample after each
 * turn.
 */
record H2load(Path folder, Core core) implements Client {
  private static final Pattern RATE =
      Pattern.compile("^finished in [^,]+, ([0-9.]+) req/s", Pattern.MULTILINE);
  private static final Pattern SUCCEEDED = Pattern.compile(", (\\d+) succeeded, ");
  private static final Pattern DATA =
      Pattern.compile(", [^,]+ \\((\\d+)\\) data$", Pattern.MULTILINE);

  /** Before each message: whether it is compressed, and its length. */
  private static final int FRAME = 5;

  static final HelloRequest REQUEST = HelloRequest.newBuilder().setName("Ann").setAge("30").build();

  @Override
  public String name() {
    return "h2load";
  }

  @Override
  public Sample call(String address, Shape shape, int calls)
      throws IOException, InterruptedException {
    Path log = freshLog();
    Core.Ran ran = run(address, shape, REQUEST, calls, "--log-file=" + log);
    return sample(ran, Files.readAllLines(log), calls);
  }

  /**
   * Calls as fast as the server answers. It takes no times, since that would cost it more than the
   * calls do.
   *
   * @return with a p50 of 0
   * @throws IOException if a call fails, by its HTTP status, or by gRPC's, as it has no reply then;
   *     or one of the sample
   */
  Sample flood(String address, Shape shape, int calls) throws IOException, InterruptedException {
    return flood(address, shape, REQUEST, calls);
  }

  /** The same with another request. */
  Sample flood(String address, Shape shape, HelloRequest request, int calls)
      throws IOException, InterruptedException {
    Core.Ran ran = run(address, shape, request, calls);
    Sample sample = flooded(ran, calls, bytes(shape, request, calls));
    Answers.verify(address, shape);
    return sample;
  }

  /**
   * The same of pods whose names are of several lengths: how many calls were answered, they say.
   */
  Sample floodMany(String address, Shape shape, int calls)
      throws IOException, InterruptedException {
    Core.Ran ran = run(address, shape, REQUEST, calls);
    Answers.verify(address, shape);
    return new Sample(rate(ran), 0, ran.busy());
  }

  /** Seconds from one call to its answer, on a connection of its own. */
  double first(String address) throws IOException, InterruptedException {
    Path log = freshLog();
    var unused = run(address, Shape.ONE, REQUEST, 1, "--log-file=" + log);
    return times(Files.readAllLines(log), 1, 0, 0).p50();
  }

  /** Of the replies to so many calls. */
  private static long bytes(Shape shape, HelloRequest request, int calls) {
    String text = Wire.helloText(request.getName(), request.getAge(), Peer.POD);
    int reply = HelloReply.newBuilder().setMessage(text).build().getSerializedSize();
    return (long) calls * shape.replies() * (FRAME + reply);
  }

  /**
   * How long calls took.
   *
   * @param p50 seconds
   * @param p99 seconds
   * @param lasted seconds until all were answered
   * @param busy as in {@link Sample}
   */
  record Times(double p50, double p99, double lasted, double busy) {}

  /**
   * Calls at a steady rate, each connection its part of it.
   *
   * @param rate calls in a second
   * @throws IOException as of {@link #flood}
   */
  Times paced(String address, Shape shape, int calls, int rate)
      throws IOException, InterruptedException {
    Path log = freshLog();
    Core.Ran ran =
        run(
            address,
            shape,
            REQUEST,
            calls,
            "--rps=" + rate / shape.connections(),
            "--log-file=" + log);
    Sample sample = flooded(ran, calls, bytes(shape, REQUEST, calls));
    Answers.verify(address, shape);
    return times(Files.readAllLines(log), calls, calls / sample.rate(), ran.busy());
  }

  private Core.Ran run(String address, Shape shape, HelloRequest message, int calls, String... more)
      throws IOException, InterruptedException {
    Path request = folder.resolve("request.bin");
    Files.write(request, framed(message));
    List<String> command =
        new ArrayList<>(
            List.of(
                "h2load",
                "--clients=" + shape.connections(),
                "--max-concurrent-streams=" + shape.streams(),
                "--requests=" + calls,
                "--data=" + request,
                "--header=content-type: application/grpc",
                "--header=te: trailers"));
    command.addAll(List.of(more));
    command.add("http://" + address + "/helloworld.Hello/" + shape.method());
    return core.run(command.toArray(String[]::new));
  }

  private Path freshLog() throws IOException {
    Path log = folder.resolve("h2load.log");
    Files.deleteIfExists(log); // it appends
    return log;
  }

  static Sample flooded(Core.Ran ran, int calls, long bytes) throws IOException {
    Matcher data = DATA.matcher(ran.out());
    succeeded(ran.out(), calls);
    if (!data.find() || Long.parseLong(data.group(1)) != bytes) {
      throw new IOException("h2load: not " + bytes + " bytes of replies: " + ran.out());
    }
    return new Sample(rate(ran), 0, ran.busy());
  }

  private static void succeeded(String out, int calls) throws IOException {
    Matcher succeeded = SUCCEEDED.matcher(out);
    if (!succeeded.find() || Integer.parseInt(succeeded.group(1)) != calls) {
      throw new IOException("h2load: not all of " + calls + " calls succeeded: " + out);
    }
  }

  private static double rate(Core.Ran ran) throws IOException {
    Matcher rate = RATE.matcher(ran.out());
    if (!rate.find()) {
      throw new IOException("h2load: no rate: " + ran.out());
    }
    return Double.parseDouble(rate.group(1));
  }

  /** As gRPC frames a message: not compressed, its length, and itself. */
  private static byte[] framed(HelloRequest message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(FRAME + bytes.length)
        .put((byte) 0)
        .putInt(bytes.length)
        .put(bytes)
        .array();
  }

  /**
   * A turn.
   *
   * @param log a line for each call: when it was sent, its HTTP status, and how long it took, in
   *     microseconds
   */
  static Sample sample(Core.Ran ran, List<String> log, int calls) throws IOException {
    succeeded(ran.out(), calls);
    double rate = rate(ran);
    return new Sample(rate, times(log, calls, calls / rate, ran.busy()).p50(), ran.busy());
  }

  static Times times(List<String> log, int calls, double lasted, double busy) throws IOException {
    long[] micros = micros(log, calls);
    return new Times(seconds(micros, 50), seconds(micros, 99), lasted, busy);
  }

  private static double seconds(long[] sortedMicros, int percentile) {
    return sortedMicros[(sortedMicros.length - 1) * percentile / 100] / 1e6;
  }

  private static long[] micros(List<String> log, int calls) throws IOException {
    if (log.size() != calls) {
      throw new IOException("h2load: its log has " + log.size() + " of " + calls + " calls");
    }
    return log.stream()
        .mapToLong(line -> Long.parseLong(line.split("\t", -1)[2]))
        .sorted()
        .toArray();
  }
}
