package greeter.client.spread;

import greeter.api.Wire;
import java.io.PrintWriter;
import java.util.List;

/**
 * Prints what a run showed, to be read on a terminal. Nothing from the wire is printed unescaped.
 */
public final class SpreadReport {
  private static final int BAR = 30;

  /** Rows of silent pods; more are one row, since they are all alike. */
  private static final int SILENT_ROWS = 5;

  private final PrintWriter out;

  public SpreadReport(PrintWriter out) {
    this.out = out;
  }

  void print(List<Judgement> judgements, long replayed) {
    judgements.forEach(this::print);
    if (judgements.stream().allMatch(judgement -> judgement.sent().isServedByNobody())) {
      out.printf(
          "No call was served (UNIMPLEMENTED). If the target has other services, name a method:%n"
              + "--method pkg.Service/Method, or --method health%n%n");
    }
    if (replayed > 0) {
      out.printf(
          "%s sent again by gRPC, unseen by any server (replayed)%n%n",
          replayed == 1 ? "1 call was" : replayed + " calls were");
    }
  }

  private void print(Judgement judgement) {
    Sent sent = judgement.sent();
    int failed = sent.failed().size();
    out.printf(
        "%s: %s over %s: %d answered, %d failed%s%n",
        judgement.service(),
        sent.planned() == 1 ? "1 call" : sent.planned() + " calls",
        connections(sent),
        sent.served().size(),
        failed,
        sent.ended() < sent.planned()
            ? ", %d not sent or not ended".formatted(sent.planned() - sent.ended())
            : "");
    judgement.evenness().ifPresent(evenness -> printShares(evenness, sent));
    Order order = judgement.order();
    if (order.pairs() > 0) {
      out.printf(
          "  order: %s (the same pod twice in a row %d times in %d, %.0f if it were random)%n",
          order.policy(), order.repeats(), order.pairs(), order.atRandom());
    }
    judgement
        .evenness()
        .ifPresent(
            evenness ->
                out.printf(
                    "  chi-squared: %.2f, p %s (for information; it decides nothing)%n",
                    evenness.chiSquared(),
                    evenness.p() < 0.001 ? "< 0.001" : "= %.3f".formatted(evenness.p())));
    for (Finding finding : judgement.findings()) {
      out.printf(
          "  %s %s: %s%n", finding.verdict(), finding.code(), Wire.printable(finding.text()));
    }
    out.println();
  }

  private void printShares(Evenness evenness, Sent sent) {
    int width =
        Math.max(12, evenness.shares().stream().mapToInt(s -> name(s).length()).max().orElse(0));
    double most = evenness.shares().stream().mapToDouble(Evenness.Share::share).max().orElse(1);
    out.printf(
        "  %-" + width + "s %9s %8s  %s%n",
        "pod",
        sent.pattern() == Sent.Pattern.PINNED ? "conns" : "calls",
        "share",
        "share/expected");
    List<Evenness.Share> silent =
        evenness.shares().stream().filter(share -> Expectation.isSilent(share.name())).toList();
    for (Evenness.Share share : evenness.shares()) {
      boolean oneForAll = silent.size() > SILENT_ROWS && silent.contains(share);
      if (oneForAll && !share.equals(silent.get(0))) {
        continue;
      }
      out.printf(
          "  %-" + width + "s %9d %6.1f %%  %-14s  %s%n",
          oneForAll ? "(%d silent)".formatted(silent.size()) : name(share),
          share.count(),
          100 * share.share(),
          share.expected() > 0 ? " %.2f .. %.2f".formatted(share.low(), share.high()) : " none",
          "█".repeat((int) Math.round(BAR * share.share() / most)));
    }
  }

  private static String name(Evenness.Share share) {
    return Wire.printable(share.name());
  }

  private static String connections(Sent sent) {
    int connections = sent.connections().size();
    if (connections == sent.planned() && connections > 1) {
      return "a fresh connection each";
    }
    return connections == 1 ? "1 connection" : connections + " connections";
  }
}
