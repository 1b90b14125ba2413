package greeter.bench;

import greeter.api.HelloRequest;
import java.io.IOException;
import java.nio.ByteBuffer;
import java.nio.file.Files;
import java.nio.file.Path;
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

  @Override
  public String name() {
    return "h2load";
  }

  @Override
  public Sample call(String address, int calls) throws IOException, InterruptedException {
    Path request = folder.resolve("request.bin");
    Files.write(request, framed(HelloRequest.newBuilder().setName("Ann").setAge("30").build()));
    Path log = folder.resolve("h2load.log");
    Files.deleteIfExists(log); // it appends
    Core.Ran ran =
        core.run(
            "h2load",
            "--clients=" + CONNECTIONS,
            "--max-concurrent-streams=" + CALLERS / CONNECTIONS,
            "--requests=" + calls,
            "--data=" + request,
            "--header=content-type: application/grpc",
            "--header=te: trailers",
            "--log-file=" + log,
            "http://" + address + "/helloworld.Hello/SayHello");
    return sample(ran.out(), Files.readAllLines(log), calls, ran.busy());
  }

  /** As gRPC frames a message: not compressed, its length, and itself. */
  private static byte[] framed(HelloRequest message) {
    byte[] bytes = message.toByteArray();
    return ByteBuffer.allocate(5 + bytes.length)
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
    if (!rate.find()
        || !succeeded.find()
        || Integer.parseInt(succeeded.group(1)) != calls
        || log.size() != calls) {
      throw new IOException("h2load: not all of " + calls + " calls succeeded: " + out);
    }
    long[] micros =
        log.stream().mapToLong(line -> Long.parseLong(line.split("\t", -1)[2])).sorted().toArray();
    return new Sample(
        Double.parseDouble(rate.group(1)), micros[(micros.length - 1) / 2] / 1e6, busy);
  }
}
