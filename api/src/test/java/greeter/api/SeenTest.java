package greeter.api;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Metadata;
import java.time.Duration;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class SeenTest {
  private static final Seen WITH_DEADLINE = new Seen(Optional.of(Duration.ofMillis(997)), 1, 12, 3);
  private static final Seen WITHOUT = new Seen(Optional.empty(), 0, 0, 0);

  @Test
  void format_isTheGrammar() {
    assertThat(WITH_DEADLINE.format()).isEqualTo("deadline-ms=997,attempt=1,served=12,cancelled=3");
    assertThat(WITHOUT.format()).isEqualTo("attempt=0,served=0,cancelled=0");
  }

  @Test
  void in_whatWasFormatted() {
    assertThat(Seen.in(saying(WITH_DEADLINE.format()))).contains(WITH_DEADLINE);
    assertThat(Seen.in(saying(WITHOUT.format()))).contains(WITHOUT);
  }

  @Test
  void in_metadataWithoutIt() {
    assertThat(Seen.in(new Metadata())).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "attempt=0,served=0",
        "attempt=-1,served=0,cancelled=0",
        "attempt=0,served=0,cancelled=0, attempt=0,served=0,cancelled=0",
        "served=0,attempt=0,cancelled=0",
        "deadline-ms=1s,attempt=0,served=0,cancelled=0",
        "attempt=9999999999,served=0,cancelled=0"
      })
  void in_otherText_isEmpty(String value) {
    assertThat(Seen.in(saying(value))).isEmpty();
  }

  private static Metadata saying(String value) {
    Metadata response = new Metadata();
    response.put(Wire.GREETER_SEEN, value);
    return response;
  }
}
