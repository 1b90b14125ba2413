package greeter.api;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import io.grpc.Metadata;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class BehaviorTest {
  @Test
  void key_isThatOfGrpcsInteropServers() {
    assertThat(Wire.RPC_BEHAVIOR.name()).isEqualTo("rpc-behavior");
    assertThat(Wire.PREVIOUS_ATTEMPTS.name()).isEqualTo("grpc-previous-rpc-attempts");
  }

  @Test
  void in_eachKind() {
    assertThat(in("error-code-16,sleep-900,keep-open,succeed-on-retry-attempt-2"))
        .containsExactly(
            Behavior.errorCode(16),
            Behavior.sleep(900),
            Behavior.keepOpen(),
            Behavior.succeedOnRetryAttempt(2));
  }

  @Test
  void in_pod_isThatOfItsItemAlone() {
    assertThat(in("hostname=pod-1 sleep-2,error-code-0"))
        .containsExactly(Behavior.sleep(2).at("pod-1"), Behavior.errorCode(0));
  }

  @Test
  void in_severalValues_areOneList() {
    assertThat(in("sleep-1", "keep-open")).containsExactly(Behavior.sleep(1), Behavior.keepOpen());
  }

  @Test
  void in_spaceAroundItems_andNoItem_areNothing() {
    assertThat(in(" sleep-1 , ,keep-open,"))
        .containsExactly(Behavior.sleep(1), Behavior.keepOpen());
    assertThat(in("")).isEmpty();
    assertThat(in()).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(
      strings = {
        "error-code-17",
        "error-code--1",
        "error-code-",
        "error-code",
        "error-code-NOT_FOUND",
        "sleep-901",
        "sleep-0.5",
        "sleep-9999999999",
        "Sleep-1",
        "keep-open-1",
        "keep-open1",
        "succeed-on-retry-attempt-",
        "hostname=pod-1",
        "hostname= sleep-1",
        "hostname=pod-1  sleep-1",
        "hostname=pod-1 sleep-1 keep-open",
        "reboot"
      })
  void in_otherItem_isRefused(String item) {
    assertThatThrownBy(() -> in("sleep-1," + item))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "rpc-behavior: \""
                + item
                + "\" (expected: error-code-0..16, sleep-0..900, keep-open or"
                + " succeed-on-retry-attempt-0..1000000, each alone or after \"hostname=POD \","
                + " separated by commas)");
  }

  @Test
  void format_isTheGrammar() {
    assertThat(
            Behavior.format(
                Behavior.sleep(1),
                Behavior.errorCode(5).at("pod-1"),
                Behavior.succeedOnRetryAttempt(3),
                Behavior.keepOpen().at("pod-2")))
        .isEqualTo(
            "sleep-1,hostname=pod-1 error-code-5,succeed-on-retry-attempt-3,"
                + "hostname=pod-2 keep-open");
  }

  @Test
  void description_leavesThePodOut() {
    assertThat(Behavior.errorCode(5).at("pod-1").description())
        .isEqualTo("rpc-behavior error-code-5");
    assertThat(Behavior.keepOpen().description()).isEqualTo("rpc-behavior keep-open");
  }

  @Test
  void isFor_thePodThatItIsAimedAt() {
    assertThat(Behavior.sleep(1).isFor("pod-1")).isTrue();
    assertThat(Behavior.sleep(1).at("pod-1").isFor("pod-1")).isTrue();
    assertThat(Behavior.sleep(1).at("pod-1").isFor("pod-11")).isFalse();
  }

  @Test
  void outOfRange_isRefused() {
    assertThatThrownBy(() -> Behavior.sleep(901)).hasMessage("number: 901 (expected: 0..900)");
    assertThatThrownBy(() -> Behavior.errorCode(-1)).hasMessage("number: -1 (expected: 0..16)");
    assertThatThrownBy(() -> Behavior.sleep(1).at("a,b"))
        .hasMessage("pod: \"a,b\" (expected: a name without space and comma)");
  }

  private static List<Behavior> in(String... values) {
    Metadata request = new Metadata();
    for (String value : values) {
      request.put(Wire.RPC_BEHAVIOR, value);
    }
    return Behavior.in(request);
  }
}
