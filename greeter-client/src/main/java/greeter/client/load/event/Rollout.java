package greeter.client.load.event;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Result;
import greeter.client.load.event.Losses.Lost;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** ROLLOUT: pods that were replaced, and the calls that were lost by it. */
final class Rollout {
  private Rollout() {}

  static Result judge(Fleet fleet, List<HandOver> handOvers, Losses losses) {
    Lost lost = losses.of(handOvers);
    HandOver first = handOvers.get(0);
    HandOver last = handOvers.get(handOvers.size() - 1);
    String line =
        "%s: %s replaced from %s to %s: %s"
            .formatted(
                fleet.name(),
                handOvers.size() == 1 ? "1 pod" : handOvers.size() + " pods",
                Times.of(first.begin()),
                Times.of(last.end()),
                Times.lost(lost.calls()));
    List<String> seen =
        new ArrayList<>(handOvers.stream().map(Rollout::describe).collect(Collectors.toList()));
    seen.addAll(lost.lines());
    Result result = Result.of(Code.ROLLOUT, grade(lost), line).measuring((double) lost.calls());
    return lost.calls() == 0
        ? result.explained("", seen)
        : result.because(lost.blame().orElse(Blame.CANNOT_TELL), cause(handOvers, losses), seen);
  }

  private static String cause(List<HandOver> handOvers, Losses losses) {
    List<HandOver> costly =
        handOvers.stream().filter(one -> losses.of(one.old()).calls() > 0).toList();
    if (!costly.isEmpty() && costly.stream().noneMatch(HandOver::freshCameFirst)) {
      return "pods end before others have come in their place, or before their calls have ended";
    }
    return "pods end before the proxy has heard of it, or before their calls have ended"
        + (costly.stream().allMatch(HandOver::freshCameFirst)
            ? ""
            : "; some before others have come in their place");
  }

  /** What failed before it, too, or everywhere, may have failed because of it. */
  static Grade grade(Lost lost) {
    return lost.calls() > 0 ? Grade.FAIL : lost.doubtful() > 0 ? Grade.INCONCLUSIVE : Grade.PASS;
  }

  static Result cannotTell(Fleet fleet) {
    return Result.of(
        Code.ROLLOUT,
        Grade.INCONCLUSIVE,
        ("%s: other pods answer each time a connection ends, so pods may have been replaced, or"
                + " the connections have met others; fewer --connections than pods tell, or a proxy"
                + " that balances calls")
            .formatted(fleet.name()));
  }

  private static String describe(HandOver one) {
    return one.isRestart()
        ? "%s: %s answers for the last time; %s: again"
            .formatted(Times.of(one.old().to()), one.old().pod(), Times.of(one.fresh().from()))
        : "%s: %s answers first; %s: %s for the last time"
            .formatted(
                Times.of(one.fresh().from()),
                one.fresh().pod(),
                Times.of(one.old().to()),
                one.old().pod());
  }
}
