package greeter.client.calls;

import static org.assertj.core.api.Assertions.assertThat;

import io.grpc.Drainable;
import io.grpc.KnownLength;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.InputStream;
import org.junit.jupiter.api.Test;

class BytesTest {
  @Test
  void stream_saysItsLength_andWritesWhatIsLeftOfIt() throws IOException {
    InputStream message = Bytes.stream(new byte[] {1, 2, 3});
    ByteArrayOutputStream written = new ByteArrayOutputStream();

    assertThat(((KnownLength) message).available()).isEqualTo(3);
    assertThat(message.read()).isEqualTo(1);
    assertThat(((Drainable) message).drainTo(written)).isEqualTo(2);

    assertThat(written.toByteArray()).containsExactly(2, 3);
    assertThat(message.available()).isZero();
    assertThat(message.read()).isEqualTo(-1);
  }
}
