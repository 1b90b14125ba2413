package greeter.client.spread;

import static greeter.client.spread.Outcomes.sent;
import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.spread.Sent.Reach;
import java.util.Map;
import org.junit.jupiter.api.Test;

class SentTest {
  @Test
  void reach_severalPodsOnAConnection_isSpread() {
    assertThat(sent("AAAA", "AB").reach()).isEqualTo(Reach.SPREAD);
  }

  @Test
  void reach_onePodOnEachOfTwelveConnections_isPinned() {
    String[] connections = new String[12];
    for (int i = 0; i < connections.length; i++) {
      connections[i] = (i % 3 == 0 ? "A" : i % 3 == 1 ? "B" : "C").repeat(20);
    }
    assertThat(sent(connections).reach()).isEqualTo(Reach.PINNED);
  }

  /** 0.5**14 is below 0.0001, 0.5**12 is not. */
  @Test
  void reach_fewCallsAgain_mayBeChance() {
    assertThat(sent("AAAAAAAA", "BBBBBBBB").reach()).isEqualTo(Reach.PINNED);
    assertThat(sent("AAAAAAA", "BBBBBBB").reach()).isEqualTo(Reach.NOT_SEEN);
  }

  @Test
  void reach_onePodOnAll_isOnePod() {
    assertThat(sent("AA", "A", "-A").reach()).isEqualTo(Reach.ONE_POD);
  }

  @Test
  void reach_oneAnswerOnEach_isNotSeen() {
    assertThat(sent("A", "B", "A-", "?").reach()).isEqualTo(Reach.NOT_SEEN);
    assertThat(sent("A", "A").reach()).isEqualTo(Reach.NOT_SEEN);
    assertThat(sent("").reach()).isEqualTo(Reach.NOT_SEEN);
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
}
