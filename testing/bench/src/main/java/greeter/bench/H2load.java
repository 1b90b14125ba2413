package greeter.bench;

import com.google.protobuf.ByteString;
import com.google.protobuf.UnknownFieldSet;
import greeter.api.HelloRequest;
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
 * it. Whether its calls were answered, the pods say.
 */
record H2load(Path folder, Core core) implements Client {
  private static final Pattern RATE =
      Pattern.compile("^finished in [^,]+, ([0-9.]+) req/s", Pattern.MULTILINE);
  private static final Pattern SUCCEEDED = Pattern.compile(", (\\d+) succeeded, ");
  private static final Pattern DATA =
      Pattern.compile(", [^,]+ \\((\\d+)\\) data$", Pattern.MULTILINE);

  /** A field that no request has. */
  private static final int UNKNOWN = 1_000;

  /** The bytes of its tag and of its length, at most. */
  private static final int HEAD = 5;

  /** Before each message: whether it is compressed, and its length. */
  private static final int FRAME = 5;

  private static final HelloRequest REQUEST =
      HelloRequest.newBuilder().setName("Ann").setAge("30").build();

  @Override
  public String name() {
    return "h2load";
  }

  @Override
  public Sample call(String address, Shape shape, int calls)
      throws IOException, InterruptedException {
    Path log = freshLog();
    Core.Ran ran = run(address, shape, REQUEST, calls, "--log-file=" + log);
    return sample(ran.out(), Files.readAllLines(log), calls, ran.busy());
  }

  /**
   * Calls as fast as the server answers. It takes no times, since that would cost it more than the
   * calls do.
   *
   * @return with a p50 of 0
   * @throws IOException if a call fails, by its HTTP status, or by gRPC's: it has no reply then
   */
  Sample flood(String address, Shape shape, int calls, int replyBytes)
      throws IOException, InterruptedException {
    return flood(address, shape, calls, replyBytes, 0);
  }

  /**
   * The same with requests of so many bytes, if that is more than they have: a field that nobody
   * knows fills them.
   */
  Sample flood(String address, Shape shape, int calls, int replyBytes, int requestBytes)
      throws IOException, InterruptedException {
    Core.Ran ran = run(address, shape, padded(requestBytes), calls);
    return flooded(ran, (long) calls * shape.replies() * (FRAME + replyBytes));
  }

  /** The same of replies of several lengths: whether gRPC says that all is well, pods must say. */
  Sample flood(String address, Shape shape, int calls) throws IOException, InterruptedException {
    Core.Ran ran = run(address, shape, REQUEST, calls);
    return new Sample(rate(ran), 0, ran.busy());
  }

  static HelloRequest padded(int bytes) {
    int missing = bytes - REQUEST.getSerializedSize();
    UnknownFieldSet.Field filling =
        UnknownFieldSet.Field.newBuilder()
            .addLengthDelimited(ByteString.copyFrom(new byte[Math.max(0, missing - HEAD)]))
            .build();
    return missing < HEAD
        ? REQUEST
        : REQUEST.toBuilder()
            .setUnknownFields(UnknownFieldSet.newBuilder().addField(UNKNOWN, filling).build())
            .build();
  }

  /**
   * How long calls took.
   *
   * @param p50 seconds
   * @param p99 seconds
   * @param busy as in {@link Sample}
   */
  record Times(double p50, double p99, double busy) {}

  /**
   * Calls at a steady rate, each connection its part of it.
   *
   * @param rate calls in a second
   * @throws IOException as of {@link #flood}
   */
  Times paced(String address, Shape shape, int calls, int rate, int replyBytes)
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
    var unused = flooded(ran, (long) calls * shape.replies() * (FRAME + replyBytes));
    return times(Files.readAllLines(log), calls, ran.busy());
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

  static Sample flooded(Core.Ran ran, long bytes) throws IOException {
    Matcher data = DATA.matcher(ran.out());
    if (!data.find() || Long.parseLong(data.group(1)) != bytes) {
      throw new IOException("h2load: not " + bytes + " bytes of replies: " + ran.out());
    }
    return new Sample(rate(ran), 0, ran.busy());
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
  static Sample sample(String out, List<String> log, int calls, double busy) throws IOException {
    Matcher rate = RATE.matcher(out);
    Matcher succeeded = SUCCEEDED.matcher(out);
    if (!rate.find() || !succeeded.find() || Integer.parseInt(succeeded.group(1)) != calls) {
      throw new IOException("h2load: not all of " + calls + " calls succeeded: " + out);
    }
    return new Sample(Double.parseDouble(rate.group(1)), times(log, calls, busy).p50(), busy);
  }

  static Times times(List<String> log, int calls, double busy) throws IOException {
    long[] micros = micros(log, calls);
    return new Times(seconds(micros, 50), seconds(micros, 99), busy);
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
