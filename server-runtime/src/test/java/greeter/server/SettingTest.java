package greeter.server;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.net.InetAddress;
import java.net.UnknownHostException;
import java.time.Duration;
import java.util.Map;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class SettingTest {
  private static final Setting<Integer> PORT = Setting.whole("PORT", 0, 65535, 8999, "a port");
  private static final Setting<Duration> WAIT = Setting.duration("WAIT", "1s", "1h", "10s", "time");
  private static final Setting<InetAddress> ADDRESS = Setting.address("ADDRESS", "all", "where");

  @Test
  void in_notSet_isTheFallback() {
    assertThat(PORT.in(Map.of())).isEqualTo(8999);
    assertThat(WAIT.in(Map.of())).isEqualTo(Duration.ofSeconds(10));
  }

  @Test
  void ifSet_notSet_isEmpty() {
    assertThat(ADDRESS.ifSet(Map.of())).isEmpty();
  }

  @Test
  void truth_isOneOfTwoWords() {
    Setting<Boolean> on = Setting.truth("ON", false, "whether");
    assertThat(on.in(Map.of())).isFalse();
    assertThat(on.in(Map.of("ON", "true"))).isTrue();
    assertThat(on.in(Map.of("ON", "false"))).isFalse();
    assertThatThrownBy(() -> on.in(Map.of("ON", "TRUE")))
        .hasMessage("ON: \"TRUE\" (expected: true or false)");
  }

  @ParameterizedTest
  @ValueSource(ints = {0, 1, 65535})
  void whole_inRange(int value) {
    assertThat(PORT.in(Map.of("PORT", Integer.toString(value)))).isEqualTo(value);
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        " ",
        "http",
        "-1",
        "+5",
        "\u0661",
        "65536",
        "8999 ",
        "0x10",
        "1e3",
        "99999999999"
      })
  void whole_other(String value) {
    assertBad(PORT, value, "PORT: \"" + value + "\" (expected: 0..65535)");
  }

  @ParameterizedTest
  @CsvSource({"1000ms,1000", "1s,1000", "2m,120000", "1h,3600000", "3600s,3600000"})
  void duration_inRange(String value, long millis) {
    assertThat(WAIT.in(Map.of("WAIT", value))).isEqualTo(Duration.ofMillis(millis));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "",
        "10",
        "s",
        "10 s",
        "-1s",
        "1.5s",
        "1d",
        "PT10S",
        "999ms",
        "61m",
        "1234567890s"
      })
  void duration_other(String value) {
    assertBad(WAIT, value, "WAIT: \"" + value + "\" (expected: 1s..1h, as 500ms, 10s, 5m or 1h)");
  }

  @ParameterizedTest
  @CsvSource({"127.0.0.1,127.0.0.1", "::1,::1", "::,::", "::ffff:10.0.0.1,10.0.0.1"})
  void address_asDigits(String value, String same) throws UnknownHostException {
    assertThat(ADDRESS.ifSet(Map.of("ADDRESS", value))).contains(InetAddress.getByName(same));
  }

  @ParameterizedTest
  @ValueSource(
      strings = {"", "localhost", "cafe", "1.2.3.4.5", "256.0.0.1", ":::1", "127.0.0.1:80"})
  void address_other(String value) {
    assertBad(ADDRESS, value, "ADDRESS: \"" + value + "\" (expected: an IPv4 or IPv6 address)");
  }

  @Test
  void badValue_isShownEscaped() {
    assertBad(PORT, "80\n\u001b[2J", "PORT: \"80\\u000a\\u001b[2J\" (expected: 0..65535)");
  }

  private static void assertBad(Setting<?> setting, String value, String message) {
    assertThatThrownBy(() -> setting.ifSet(Map.of(setting.name(), value)))
        .isInstanceOf(BadSetting.class)
        .hasMessage(message);
    assertThatThrownBy(() -> setting.in(Map.of(setting.name(), value)))
        .isInstanceOf(BadSetting.class)
        .hasMessage(message);
  }
}
