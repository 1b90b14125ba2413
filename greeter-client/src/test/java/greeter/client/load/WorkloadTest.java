package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import greeter.api.HelloReply;
import greeter.api.HelloRequest;
import java.io.ByteArrayInputStream;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.IntStream;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class WorkloadTest {
  @Test
  void mix_isSpreadEvenly() {
    Workload workload = Workload.greetings("hello=3,goodbye=1", 1, 0);

    assertThat(workload.works()).extracting(Work::service).containsExactly("Hello", "Goodbye");
    assertThat(IntStream.range(0, 4).map(workload::workOf)).containsExactly(0, 0, 1, 0);
    assertThat(workload).hasToString("Hello=3, Goodbye=1");
  }

  @Test
  void mix_isInEachRound_andInStepWithNoRotation() {
    Workload workload = Workload.greetings("hello=1,goodbye=1,hello-bidi=1", 1, 0);
    long[][] calls = new long[3][4];
    for (int round = 0; round < 1_000; round++) {
      Set<Integer> works = new TreeSet<>();
      for (int call = 3 * round; call < 3 * round + 3; call++) {
        int work = workload.workOf(call);
        works.add(work);
        calls[work][call % 2]++;
        calls[work][2 + call / 2 % 2]++;
      }
      assertThat(works).containsExactly(0, 1, 2);
    }
    // Each method has half of the calls of any two in turn.
    for (long[] ofWork : calls) {
      assertThat(LongStream.of(ofWork)).allMatch(n -> n > 450 && n < 550);
    }
  }

  @Test
  void mix_withoutParts_isOneEach() {
    assertThat(Workload.greetings("hello-stream,goodbye-bidi", 1, 0))
        .hasToString("Hello stream=1, Goodbye bidi=1");
  }

  @Test
  void payload_isAddedToARequestThatServersStillUnderstand() throws Exception {
    byte[] plain = Workload.greetings("hello", 1, 0).works().get(0).requests().get(0);
    byte[] padded = Workload.greetings("hello", 1, 1_000).works().get(0).requests().get(0);

    assertThat(padded).hasSize(plain.length + 1_000 + 3); // its tag and its length
    assertThat(HelloRequest.parseFrom(padded).getName())
        .isEqualTo(HelloRequest.parseFrom(plain).getName())
        .isEqualTo("load");
  }

  @Test
  void pod_isReadFromTheText() {
    byte[] reply = HelloReply.newBuilder().setMessage("Hello. At hello-1").build().toByteArray();
    Work hello = Workload.greetings("hello", 1, 0).works().get(0);

    assertThat(hello.podIn(new ByteArrayInputStream(reply))).contains("hello-1");
    assertThat(hello.podIn(new ByteArrayInputStream(new byte[] {1}))).isEmpty();
  }

  @ParameterizedTest
  @ValueSource(strings = {"", "hi", "hello=0", "hello=1001", "hello=x", "hello,hello", "hello,"})
  void mix_anythingElse_saysWhatWasExpected(String mix) {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Workload.greetings(mix, 1, 0))
        .withMessage(Workload.EXPECTED);
  }
}
