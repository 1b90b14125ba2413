package greeter.client.spread;

import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Origin;
import greeter.client.calls.Outcome;
import greeter.client.calls.Outcome.Served;
import greeter.client.spread.Sent.Pattern;
import io.grpc.Status;
import java.net.InetAddress;
import java.net.InetSocketAddress;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class SentTest {
  @Test
  void pattern_severalPodsOnAConnection_isSpread() {
    assertThat(sent("AAAA", "AB").pattern()).isEqualTo(Pattern.SPREAD);
  }

  @Test
  void pattern_onePodOnEachOfTwelveConnections_isPinned() {
    String[] connections = new String[12];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = (i % 3 == 0 ? "A" : i % 3 == 1 ? "B" : "C").repeat(20);
    }
    assertThat(sent(connections).pattern()).isEqualTo(Pattern.PINNED);
  }

  /** 0.5**14 is below 0.0001, 0.5**12 is not. */
  @Test
  void pattern_fewCallsAgain_mayBeChance() {
    assertThat(sent("AAAAAAAA", "BBBBBBBB").pattern()).isEqualTo(Pattern.PINNED);
    assertThat(sent("AAAAAAA", "BBBBBBB").pattern()).isEqualTo(Pattern.NOT_SEEN);
  }

  @Test
  void pattern_onePodOnAll_isOnePod() {
    assertThat(sent("AA", "A", "-A").pattern()).isEqualTo(Pattern.ONE_POD);
    assertThat(sent("A", "A").pattern()).isEqualTo(Pattern.ONE_POD);
  }

  @Test
  void pattern_oneAnswerOnEach_isNotSeen() {
    assertThat(sent("A", "B", "A-", "?").pattern()).isEqualTo(Pattern.NOT_SEEN);
    assertThat(sent("A").pattern()).isEqualTo(Pattern.NOT_SEEN);
    assertThat(sent("").pattern()).isEqualTo(Pattern.NOT_SEEN);
  }

  @Test
  void counts_answersFailuresAndUnnamed() {
    Sent sent = sent("AAB-", "?B", "--");

    assertThat(sent.ended()).isEqualTo(8);
    assertThat(sent.failed()).hasSize(3);
    assertThat(sent.served()).hasSize(5);
    assertThat(sent.unnamed()).isEqualTo(1);
    assertThat(sent.callsByPod()).isEqualTo(Map.of("A", 2L, "B", 2L));
    assertThat(sent("AAA", "-B", "B", "?").connectionsByPod()).isEqualTo(Map.of("A", 1L, "B", 2L));
  }

  @Test
  void podsNameThemselves_oneAnswerByMetadata_suffices() {
    assertThat(sent("-?A").podsNameThemselves()).isTrue();
    assertThat(sent("-?").podsNameThemselves()).isFalse();
  }

  @Test
  void onChannels_dialledAnew_areSeveralConnections() {
    Outcome failed = Outcomes.failed(Status.UNAVAILABLE, Origin.CONNECTION);
    Sent sent =
        Sent.onChannels(
            9,
            List.of(
                List.of(failed, on(1, "A"), on(1, "A"), failed, on(2, "B"), on(2, "B")),
                List.of(on(3, "A"), on(3, "A"), on(3, "A"))));

    assertThat(sent.connections())
        .containsExactly(
            List.of(failed, on(1, "A"), on(1, "A"), failed),
            List.of(on(2, "B"), on(2, "B")),
            List.of(on(3, "A"), on(3, "A"), on(3, "A")));
    assertThat(sent.pattern()).isNotEqualTo(Pattern.SPREAD);
  }

  @Test
  void onChannels_nothingAnswered_areTheChannels() {
    Outcome failed = Outcomes.failed(Status.UNAVAILABLE, Origin.CONNECTION);

    assertThat(Sent.onChannels(5, List.of(List.of(failed, failed), List.of())).connections())
        .containsExactly(List.of(failed, failed), List.of());
  }

  private static Outcome on(int port, String pod) {
    return new Served(
        "Hello",
        Optional.of(pod),
        true,
        Optional.of(new InetSocketAddress(InetAddress.getLoopbackAddress(), port)));
  }
}
