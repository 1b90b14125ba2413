package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * METADATA: the largest value that a request's metadata may have, as text and as bytes. A value
 * that is refused may cost the connection, so each has one of its own.
 */
final class MetadataCheck implements Check {
  private static final List<Integer> KIB = List.of(4, 8, 16);
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  private static final Metadata.Key<String> TEXT =
      Metadata.Key.of("greeter-padding", Metadata.ASCII_STRING_MARSHALLER);
  private static final Metadata.Key<byte[]> BYTES =
      Metadata.Key.of("greeter-padding-bin", Metadata.BINARY_BYTE_MARSHALLER);

  /**
   * In HPACK's Huffman code (RFC 7541, appendix B) an X takes 8 bits: so 8 KiB are 8 KiB, before
   * and after it.
   */
  private static final String INCOMPRESSIBLE = "X";

  /** Three bytes that are {@code XXXX} in base64, which is what goes over the wire. */
  private static final byte[] INCOMPRESSIBLE_IN_BASE64 = {0x5d, 0x75, (byte) 0xd7};

  @Override
  public List<Code> codes() {
    return List.of(Code.METADATA);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    List<Try> tries = new ArrayList<>();
    for (int kib : KIB) {
      tries.add(start(bench, kib, kib + " KiB as text", text(kib)));
      tries.add(start(bench, kib, kib + " KiB as -bin", bytes(kib)));
    }
    List<Size> sizes = new ArrayList<>();
    for (Try each : tries) {
      sizes.add(new Size(each.kib, each.what, each.call.answer()));
      each.channel.shutdown();
    }
    return List.of(judge(sizes, bench.facts()));
  }

  private record Try(int kib, String what, ManagedChannel channel, LiveCall<?, ?> call) {}

  private static Try start(Bench bench, int kib, String what, Metadata metadata) {
    ManagedChannel channel = bench.channel();
    return new Try(kib, what, channel, bench.facts().service().ask(channel, metadata, DEADLINE));
  }

  private static Metadata text(int kib) {
    Metadata metadata = new Metadata();
    metadata.put(TEXT, INCOMPRESSIBLE.repeat(kib * 1024));
    return metadata;
  }

  private static Metadata bytes(int kib) {
    byte[] value = new byte[kib * 1024 / 4 * 3];
    for (int i = 0; i < value.length; i++) {
      value[i] = INCOMPRESSIBLE_IN_BASE64[i % INCOMPRESSIBLE_IN_BASE64.length];
    }
    Metadata metadata = new Metadata();
    metadata.put(BYTES, value);
    return metadata;
  }

  static Result judge(List<Size> sizes, Facts facts) {
    List<Size> failures = Size.failures(sizes);
    int largest = Size.largest(sizes);
    if (failures.isEmpty()) {
      return Result.pass(
              Code.METADATA, "values of up to " + largest + " KiB arrive, as text and as -bin")
          .measuring(largest);
    }
    Size smallest = failures.get(0);
    if (smallest.isUnanswered()) {
      return Result.inconclusive(
          Code.METADATA, "a value of " + smallest.what() + " has no answer within 5 s");
    }
    if (smallest.isRefusedForNow()) {
      return Result.inconclusive(
          Code.METADATA, "a call is refused whatever its size: " + smallest.reason());
    }
    Failed refusal = smallest.failure().orElseThrow();
    Blame blame = blame(refusal, facts);
    return Result.of(
            Code.METADATA,
            Code.METADATA.bounds().grade(largest),
            "a value of "
                + smallest.what()
                + " is refused"
                + (largest > 0 ? ", " + largest + " KiB is the largest that arrives" : "")
                + " ("
                + refusal.reason()
                + ")")
        .measuring(largest)
        .because(blame, cause(refusal, blame), failures.stream().map(Size::reason).toList());
  }

  /** This client itself keeps to what its peer's SETTINGS say, without asking it again. */
  private static Blame blame(Failed refusal, Facts facts) {
    boolean bySettings = refusal.reason().contains("Header size exceeded max allowed size");
    return facts.peerIsProxy() && bySettings ? Blame.PROXY : facts.blame(refusal);
  }

  private static boolean endsConnection(Failed refusal) {
    return refusal.origin() == Origin.GOAWAY;
  }

  private static String cause(Failed refusal, Blame blame) {
    if (endsConnection(refusal)) {
      return "a limit on one header, which costs all the calls of the connection (GOAWAY)";
    }
    return switch (blame) {
      case PROXY -> "the proxy limits the size of a request's headers";
      case APP -> "the application refuses large metadata itself";
      case NETWORK -> "the connection ended while the request was on its way";
      case CANNOT_TELL ->
          "a limit on a request's headers, of the servers (maxInboundMetadataSize) or of a proxy";
    };
  }
}
