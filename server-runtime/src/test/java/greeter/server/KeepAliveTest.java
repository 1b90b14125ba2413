package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

/** PINGs of a client that has no calls. */
@Timeout(30)
class KeepAliveTest {
  @Test
  void pings_asOftenAsPermitted_areAnswered() throws Exception {
    assertThat(answers("0s", 10))
        .isEqualTo(Stream.iterate(1, i -> i + 1).limit(10).map(i -> "PING ACK " + i).toList());
  }

  @Test
  void pings_moreOftenThanPermitted_endTheConnection() throws Exception {
    assertThat(answers("1h", 4))
        .containsExactly(
            "PING ACK 1",
            "PING ACK 2",
            "PING ACK 3",
            "GOAWAY ENHANCE_YOUR_CALM \"too_many_pings\"");
  }

  /** The answer to each PING. */
  private static List<String> answers(String permitted, int pings)
      throws IOException, InterruptedException {
    try (Serving serving =
            Serving.start(Map.of("GREETER_PERMIT_KEEPALIVE", permitted), List.of(OwnHello.echo()));
        RawConnection connection = RawConnection.to(serving.port())) {
      List<String> answers = new ArrayList<>();
      for (int ping = 1; ping <= pings; ping++) {
        // One by one: a server that closes with a PING unread resets, and its GOAWAY is lost.
        connection.ping(ping);
        answers.add(connection.next());
      }
      return answers;
    }
  }
}
