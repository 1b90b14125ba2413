package greeter.api;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;

class WireTest {
  @Test
  void helloText_isThatOf2018() {
    assertThat(Wire.helloText("Bob", "12", "hello-grpc-1"))
        .isEqualTo("Hello I'm Bob. 12 years old. At hello-grpc-1");
  }

  @Test
  void helloText_withoutAge_leavesItsPlaceEmpty() {
    assertThat(Wire.helloText("Bob", "", "hello-grpc-1"))
        .isEqualTo("Hello I'm Bob.  years old. At hello-grpc-1");
  }

  @Test
  void goodbyeText_isThatOf2018() {
    assertThat(Wire.goodbyeText("Bob", "goodbye-grpc-1", "Farewell. (Chandler)"))
        .isEqualTo(
            "Goodbye Bob. At goodbye-grpc-1.\n"
                + " I sent chandler's words in Collection of famous sayings: Farewell. (Chandler)");
  }

  @Test
  void hostname_isTheKeyOfGrpcsInteropServers() {
    assertThat(Wire.HOSTNAME.name()).isEqualTo("hostname");
  }

  @Test
  void podIn_helloText() {
    assertThat(Wire.podIn("Hello I'm Bob. 12 years old. At pod-1")).contains("pod-1");
  }

  @Test
  void podIn_goodbyeText() {
    assertThat(
            Wire.podIn(
                "Goodbye Bob. At pod-1.\n"
                    + " I sent chandler's words in Collection of famous sayings: At last. (He)"))
        .contains("pod-1");
  }

  @Test
  void podIn_textsOfACallerCalledAtHome() {
    assertThat(Wire.podIn(Wire.helloText("At home", "", "pod-1"))).contains("pod-1");
    assertThat(Wire.podIn(Wire.goodbyeText("At home", "pod-1", "Farewell."))).contains("pod-1");
  }

  @Test
  void podIn_podWithDots() {
    assertThat(Wire.podIn(Wire.goodbyeText("Bob", "pod-1.example.com", "Farewell.")))
        .contains("pod-1.example.com");
  }

  @Test
  void podIn_textOfNeitherKind() {
    assertThat(Wire.podIn("")).isEmpty();
    assertThat(Wire.podIn("<html>502 Bad Gateway</html>")).isEmpty();
  }

  @Test
  void podIn_emptyPod() {
    assertThat(Wire.podIn(Wire.helloText("Bob", "12", ""))).isEmpty();
    assertThat(Wire.podIn(Wire.goodbyeText("Bob", "", "Farewell."))).isEmpty();
  }

  @Test
  void printable_controlCharactersOnly() {
    assertThat(Wire.printable("a\n\u001b[2J\u007f\u0085\uD834\uDD1E\\u"))
        .isEqualTo("a\\u000a\\u001b[2J\\u007f\\u0085\uD834\uDD1E\\u");
  }
}
