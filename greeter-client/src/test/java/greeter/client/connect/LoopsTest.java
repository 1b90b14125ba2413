package greeter.client.connect;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.api.GatheredWrites;
import org.junit.jupiter.api.Test;

class LoopsTest {
  @Test
  void connection_gathersItsWritesBeforeAnythingElse() {
    assertThat(Loops.connection().pipeline().first()).isInstanceOf(GatheredWrites.class);
  }
}
