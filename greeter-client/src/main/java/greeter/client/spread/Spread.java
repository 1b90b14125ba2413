package greeter.client.spread;

import greeter.client.calls.Handshake;
import java.util.List;
import java.util.Optional;

/** What a run came to, frozen: all that its reports need. */
public final class Spread {
  private final List<Judgement> judgements;
  private final long replayed;

  Spread(List<Judgement> judgements, long replayed) {
    this.judgements = List.copyOf(judgements);
    this.replayed = replayed;
  }

  /** Of each service. */
  List<Judgement> judgements() {
    return judgements;
  }

  public Verdict verdict() {
    return judgements.stream().map(Judgement::verdict).reduce(Verdict.PASS, Verdict::worse);
  }

  /** Whether nobody has any of the methods. */
  public boolean isServedByNobody() {
    return judgements.stream().allMatch(judgement -> judgement.sent().isServedByNobody());
  }

  /** What to do where no call can be answered, in a sentence; empty if some are. */
  Optional<String> advice(String target) {
    List<Sent> sent = judgements.stream().map(Judgement::sent).toList();
    if (sent.stream().anyMatch(each -> !each.served().isEmpty())) {
      return Optional.empty();
    }
    return isServedByNobody()
        ? Optional.of(
            "No call was served (UNIMPLEMENTED). If the target has other services, name a method:"
                + " --method pkg.Service/Method, or --method health")
        : sent.stream()
            .flatMap(each -> each.failed().stream())
            .flatMap(failed -> Handshake.advice(target, failed.reason()).stream())
            .findFirst();
  }

  /** How many calls gRPC sent again, in a sentence; empty if none. */
  Optional<String> replayedLine() {
    return replayed == 0
        ? Optional.empty()
        : Optional.of(
            "%s sent again by gRPC, unseen by any server (replayed)"
                .formatted(replayed == 1 ? "1 call was" : replayed + " calls were"));
  }
}
