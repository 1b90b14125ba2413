package greeter.client.check;

import com.google.protobuf.ByteString;
import greeter.client.calls.Blame;
import greeter.client.calls.Bytes;
import greeter.client.calls.LiveCall;
import greeter.client.calls.LiveCall.Ended;
import io.grpc.ManagedChannel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.Status;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.stream.Collectors;

/** EXPOSED: what is meant for operators, and answers from outside. */
final class ExposedCheck implements Check {
  private static final Duration DEADLINE = Duration.ofSeconds(5);

  /** {@code list_services: ""}, which is field 7. */
  private static final ByteString LIST_SERVICES = ByteString.copyFrom(new byte[] {7 << 3 | 2, 0});

  private static final String LISTS = "it lists every service and message to whoever asks";

  private static final String FAULTS =
      "the servers run with GREETER_FAULT_INJECTION=true, which is for tests: take it away";
  private static final String ROUTE =
      "the route takes every path to the pods, not only those of the services";

  /** What is called, with a request that its every server answers. */
  private static final List<Door> DOORS =
      List.of(
          new Door(
              "reflection v1",
              Bytes.method(
                  MethodType.BIDI_STREAMING,
                  "grpc.reflection.v1.ServerReflection/ServerReflectionInfo"),
              LIST_SERVICES,
              LISTS),
          new Door(
              "reflection v1alpha",
              Bytes.method(
                  MethodType.BIDI_STREAMING,
                  "grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo"),
              LIST_SERVICES,
              LISTS),
          new Door(
              "health",
              Bytes.method(MethodType.UNARY, "grpc.health.v1.Health/Check"),
              ByteString.EMPTY,
              "it tells whoever asks which services run, and when they do not"));

  private record Door(
      String name, MethodDescriptor<byte[], byte[]> method, ByteString request, String why) {}

  /**
   * A way in, tried.
   *
   * @param name of what was called
   * @param why it matters
   * @param answered whether it was answered: by its method, not by a refusal
   * @param pod that answered; empty if nobody says so
   * @param end how it ended, in words
   */
  record Tried(String name, String why, boolean answered, Optional<String> pod, String end) {
    static Tried of(String name, String why, long replies, Optional<String> pod, Status status) {
      return new Tried(
          name,
          why,
          // Of a pod, NOT_FOUND is health's own word: it does not tell of the server as a whole.
          replies > 0
              || status.isOk()
              || (status.getCode() == Status.Code.NOT_FOUND && pod.isPresent()),
          pod,
          status.getCode().name());
    }

    private String evidence() {
      return name + " answers" + pod.map(who -> ", from pod " + who).orElse("") + ": " + why;
    }
  }

  @Override
  public List<Code> codes() {
    return List.of(Code.EXPOSED);
  }

  @Override
  public List<Result> run(Bench bench) throws InterruptedException {
    ManagedChannel channel = bench.channel();
    List<LiveCall<byte[], byte[]>> calls = new ArrayList<>();
    for (Door door : DOORS) {
      LiveCall<byte[], byte[]> call =
          LiveCall.start(
              channel, door.method(), bench.podFrom(), new Metadata(), Optional.of(DEADLINE));
      call.send(door.request().toByteArray());
      call.halfClose();
      calls.add(call);
    }
    List<Tried> tried = new ArrayList<>();
    for (int i = 0; i < DOORS.size(); i++) {
      LiveCall<byte[], byte[]> call = calls.get(i);
      Ended end = call.end();
      tried.add(
          Tried.of(
              DOORS.get(i).name(), DOORS.get(i).why(), call.replies(), call.pod(), end.status()));
    }
    boolean faultInjection =
        bench.facts().faultInjection() == FaultInjection.USABLE || obeys(bench, channel);
    channel.shutdown();
    return List.of(judge(tried, faultInjection));
  }

  private static boolean obeys(Bench bench, ManagedChannel channel) throws InterruptedException {
    Optional<Service<?, ?>> ours =
        bench.facts().services().stream().filter(s -> s.ofOurs().isPresent()).findFirst();
    return ours.isPresent() && FaultInjection.isObeyed(channel, ours.get(), DEADLINE);
  }

  static Result judge(List<Tried> tried, boolean faultInjection) {
    List<String> names =
        new ArrayList<>(tried.stream().filter(Tried::answered).map(Tried::name).toList());
    List<String> seen =
        new ArrayList<>(tried.stream().filter(Tried::answered).map(Tried::evidence).toList());
    if (faultInjection) {
      names.add("fault injection");
      seen.add("fault injection is on: whoever asks by rpc-behavior makes calls fail or hang");
    }
    if (!names.isEmpty()) {
      boolean onlyFaults = tried.stream().noneMatch(Tried::answered);
      Result result =
          Result.of(
              Code.EXPOSED,
              Grade.WARN,
              String.join(", ", names)
                  + (names.size() > 1 ? " answer" : " answers")
                  + " from outside");
      return onlyFaults
          ? result.because(Blame.APP, FAULTS, seen).about("faults")
          : result
              .because(Blame.CANNOT_TELL, faultInjection ? ROUTE + "; and " + FAULTS : ROUTE, seen)
              .about(faultInjection ? Set.of("", "faults") : Set.of(""));
    }
    Optional<Tried> unknown =
        tried.stream().filter(each -> each.end().equals("DEADLINE_EXCEEDED")).findFirst();
    return unknown
        .map(each -> Result.inconclusive(Code.EXPOSED, each.name() + ": no answer in time"))
        .orElseGet(
            () ->
                Result.pass(
                    Code.EXPOSED,
                    tried.stream()
                        .map(each -> each.name() + " " + each.end())
                        .collect(Collectors.joining(", ", "not reachable: ", ""))));
  }
}
