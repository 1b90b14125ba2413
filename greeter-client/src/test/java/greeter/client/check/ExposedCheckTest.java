package greeter.client.check;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Bytes;
import greeter.client.check.ExposedCheck.Tried;
import greeter.client.server.Acting;
import greeter.client.server.GreetingServer;
import greeter.client.server.Talking;
import io.grpc.BindableService;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerServiceDefinition;
import io.grpc.Status;
import io.grpc.stub.ServerCalls;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

@Timeout(60)
class ExposedCheckTest {
  private static final String WHY = "it tells";

  @Test
  void run_serverOfTheServicesAlone_passes() throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", new Talking())) {
      Result result = Benches.run(new ExposedCheck(), server, Pace.REAL, false);

      assertThat(result.grade()).isEqualTo(Grade.PASS);
      assertThat(result.line())
          .isEqualTo(
              "not reachable: reflection v1 UNIMPLEMENTED, reflection v1alpha UNIMPLEMENTED,"
                  + " health UNIMPLEMENTED");
    }
  }

  @Test
  void run_healthThatAnswers_warnsAndNamesThePod() throws Exception {
    try (GreetingServer server = GreetingServer.named(() -> "pod", new Talking(), health())) {
      Result result = Benches.run(new ExposedCheck(), server, Pace.REAL, false);

      assertThat(result.grade()).isEqualTo(Grade.WARN);
      assertThat(result.line()).isEqualTo("health answers from outside");
      assertThat(result.seen()).hasSize(1);
      assertThat(result.seen().get(0)).startsWith("health answers, from pod pod: it tells");
    }
  }

  @Test
  void run_reflectionThatAnswers_warns() throws Exception {
    try (GreetingServer server =
        GreetingServer.named(() -> "pod", new Talking(), reflection("v1alpha"))) {
      Result result = Benches.run(new ExposedCheck(), server, Pace.REAL, false);

      assertThat(result.line()).isEqualTo("reflection v1alpha answers from outside");
      assertThat(result.cause()).contains("every path");
    }
  }

  /** A proxy may keep back what the servers say of themselves. */
  @Test
  void run_serverThatObeysAndDoesNotSaySo_warns() throws Exception {
    try (GreetingServer server =
        GreetingServer.named(() -> "pod", new Acting().over(new Talking()))) {
      Result result = Benches.run(new ExposedCheck(), server, Pace.REAL, false);

      assertThat(result.grade()).isEqualTo(Grade.WARN);
      assertThat(result.line()).isEqualTo("fault injection answers from outside");
    }
  }

  @Test
  void judge_faultInjection_warnsAndSaysWhatItCosts() {
    Result result = judge(true, tried("health", 0, Status.UNIMPLEMENTED));

    assertThat(result.grade()).isEqualTo(Grade.WARN);
    assertThat(result.line()).isEqualTo("fault injection answers from outside");
    assertThat(result.cause()).contains("GREETER_FAULT_INJECTION=true");
  }

  @Test
  void judge_several_namesAll() {
    Result result =
        judge(false, tried("reflection v1", 1, Status.OK), tried("health", 1, Status.OK));

    assertThat(result.line()).isEqualTo("reflection v1, health answer from outside");
    assertThat(result.seen()).hasSize(2);
  }

  @Test
  void judge_healthThatKnowsNoServer_isReachable() {
    Tried byAPod = Tried.of("health", "why", 0, Optional.of("A"), Status.NOT_FOUND);

    assertThat(judge(false, byAPod).grade()).isEqualTo(Grade.WARN);
    assertThat(judge(false, tried("health", 0, Status.NOT_FOUND)).grade()).isEqualTo(Grade.PASS);
  }

  @Test
  void judge_refused_passes() {
    assertThat(judge(false, tried("health", 0, Status.PERMISSION_DENIED)).grade())
        .isEqualTo(Grade.PASS);
  }

  @Test
  void judge_noAnswerInTime_isInconclusive() {
    assertThat(judge(false, tried("health", 0, Status.DEADLINE_EXCEEDED)).grade())
        .isEqualTo(Grade.INCONCLUSIVE);
  }

  private static Result judge(boolean faultInjection, Tried... tried) {
    return ExposedCheck.judge(List.of(tried), faultInjection);
  }

  private static Tried tried(String name, long replies, Status status) {
    return Tried.of(name, WHY, replies, Optional.empty(), status);
  }

  /** As the real one answers a request for all of the server: {@code status: SERVING}. */
  private static BindableService health() {
    MethodDescriptor<byte[], byte[]> check =
        Bytes.method(MethodType.UNARY, "grpc.health.v1.Health/Check");
    return () ->
        ServerServiceDefinition.builder("grpc.health.v1.Health")
            .addMethod(
                check,
                ServerCalls.asyncUnaryCall(
                    (request, out) -> {
                      out.onNext(new byte[] {8, 1});
                      out.onCompleted();
                    }))
            .build();
  }

  /** Answers {@code list_services} alone, and that with nothing. */
  private static BindableService reflection(String version) {
    String service = "grpc.reflection." + version + ".ServerReflection";
    MethodDescriptor<byte[], byte[]> info =
        Bytes.method(MethodType.SERVER_STREAMING, service + "/ServerReflectionInfo");
    return () ->
        ServerServiceDefinition.builder(service)
            .addMethod(
                info,
                ServerCalls.asyncServerStreamingCall(
                    (request, out) -> {
                      if (Arrays.equals(request, new byte[] {0x3a, 0})) {
                        out.onNext(new byte[] {0x32, 0});
                      }
                      out.onCompleted();
                    }))
            .build();
  }
}
