package greeter.bench;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.nio.file.Path;
import org.junit.jupiter.api.Test;

class BenchOptionsTest {
  @Test
  void parse_whatTheScriptPassesOn() {
    assertThat(BenchOptions.parse("/bin/ghz", "5", "150000"))
        .isEqualTo(new BenchOptions(5, 150_000, Path.of("/bin/ghz")));
  }

  @Test
  void parse_numberOutOfRange_isNamed() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BenchOptions.parse("/bin/ghz", "0", "1000"))
        .withMessage("--rounds: \"0\" (expected: 1..100)");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> BenchOptions.parse("/bin/ghz", "1", "many"))
        .withMessage("--calls: \"many\" (expected: 1000..100000000)");
  }
}
