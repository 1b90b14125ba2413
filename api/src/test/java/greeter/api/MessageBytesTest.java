package greeter.api;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.ByteArrayOutputStream;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class MessageBytesTest {
  @Test
  void message_saysItsLength_andWritesWhatIsLeftOfIt() throws IOException {
    MessageBytes message = new MessageBytes(new byte[] {1, 2, 3});
    ByteArrayOutputStream written = new ByteArrayOutputStream();

    assertThat(message.available()).isEqualTo(3);
    assertThat(message.read()).isEqualTo(1);
    assertThat(message.drainTo(written)).isEqualTo(2);

    assertThat(written.toByteArray()).containsExactly(2, 3);
    assertThat(message.available()).isZero();
    assertThat(message.read()).isEqualTo(-1);
  }
}
