package greeter.client.spread;

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

  /** What to do where nobody has the methods, in a sentence; empty if somebody has. */
  Optional<String> advice() {
    return isServedByNobody()
        ? Optional.of(
            "No call was served (UNIMPLEMENTED). If the target has other services, name a method:"
                + " --method pkg.Service/Method, or --method health")
        : Optional.empty();
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
