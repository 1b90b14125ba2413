package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.Metadata;
import io.grpc.Status;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class MetadataCheckTest {
  private static final Status CALM =
      Status.RESOURCE_EXHAUSTED.withDescription(
          "Connection closed after GOAWAY. HTTP/2 error code: ENHANCE_YOUR_CALM");

  @Test
  void run_serverThatTakes32KiB_passesAndHasSeenThem() throws Exception {
    try (GreetingServer server =
        GreetingServer.set(s -> s.maxInboundMetadataSize(32 << 10), new Talking())) {
      Result result = Benches.run(new MetadataCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.PASS);
      assertThat(result.line()).isEqualTo("values of up to 16 KiB arrive, as text and as -bin");
      assertThat(server.requests())
          .extracting(
              request -> {
                String text =
                    request.get(
                        Metadata.Key.of("greeter-padding", Metadata.ASCII_STRING_MARSHALLER));
                byte[] bytes =
                    request.get(
                        Metadata.Key.of("greeter-padding-bin", Metadata.BINARY_BYTE_MARSHALLER));
                return text == null ? -bytes.length : text.length();
              })
          .containsExactlyInAnyOrder(4096, 8192, 16384, -3072, -6144, -12288);
    }
  }

  /** The server tells its limit when the connection begins, so this client refuses by itself. */
  @Test
  void run_serverOfSmallLimit_warnsAndCannotTellWho() throws Exception {
    try (GreetingServer server =
        GreetingServer.set(s -> s.maxInboundMetadataSize(7 << 10), new Talking())) {
      Result result = Benches.run(new MetadataCheck(), server);

      assertThat(result.grade()).isEqualTo(Grade.WARN);
      assertThat(result.line())
          .startsWith("a value of 8 KiB as text is refused, 4 KiB is the largest that arrives")
          .contains("Header size exceeded max allowed size (7168)");
      assertThat(result.blame()).contains(Blame.CANNOT_TELL);
    }
  }

  /** As a limit on the rate does, of which these calls are a burst. */
  @Test
  void judge_refusedWhateverItsSize_isInconclusive() {
    Status busy = Status.UNAVAILABLE.withDescription("HTTP status code 503");

    Result result = judge(served(4), refused(8, "8 KiB as text", busy, Origin.NOT_GRPC));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
    assertThat(result.line())
        .isEqualTo(
            "a call is refused whatever its size: 8 KiB as text: UNAVAILABLE: HTTP status code"
                + " 503");
  }

  @Test
  void judge_largestRefused_informs() {
    Result result = judge(served(4), served(8), refused(16, "16 KiB as -bin", CALM, Origin.GOAWAY));

    assertThat(result.grade()).isEqualTo(Grade.INFO);
    assertThat(result.line()).startsWith("a value of 16 KiB as -bin is refused, 8 KiB is");
  }

  @Test
  void judge_connectionEndedByServersThatWouldNot_isTheProxys() {
    Result result = judge(refused(4, "4 KiB as text", CALM, Origin.GOAWAY), served(8));

    assertThat(result.grade()).isEqualTo(Grade.FAIL);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).contains("costs all the calls of the connection");
  }

  @Test
  void judge_connectionEndedByAnybody_cannotTell() {
    Result result =
        MetadataCheck.judge(List.of(refused(4, "4 KiB as text", CALM, Origin.GOAWAY)), Facts.NONE);

    assertThat(result.blame()).contains(Blame.CANNOT_TELL);
  }

  @Test
  void judge_html_isTheProxys() {
    Status html = Status.INTERNAL.withDescription("HTTP status code 400");

    Result result = judge(served(4), refused(8, "8 KiB as text", html, Origin.NOT_GRPC));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.blame()).contains(Blame.PROXY);
    assertThat(result.cause()).isEqualTo("the proxy limits the size of a request's headers");
  }

  @Test
  void judge_noAnswerInTime_isInconclusive() {
    Result result = judge(refused(4, "4 KiB as text", Status.DEADLINE_EXCEEDED, Origin.UNKNOWN));

    assertThat(result.grade()).isEqualTo(Grade.INCONCLUSIVE);
  }

  private static Result judge(Size... sizes) {
    return MetadataCheck.judge(List.of(sizes), Benches.BEHIND_A_PROXY);
  }

  private static Size served(int kib) {
    return new Size(kib, kib + " KiB as text", Optional.empty());
  }

  private static Size refused(int kib, String what, Status status, Origin origin) {
    return new Size(kib, what, Optional.of(new Failed(status, Optional.empty(), origin)));
  }
}
