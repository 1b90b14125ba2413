package greeter.client.spread;

import greeter.api.Wire;
import java.io.PrintWriter;
import java.util.List;

/** For a reader at a terminal. */
final class SpreadTable implements SpreadReport {
  private static final int BAR = 30;

  /** Rows of silent pods; more are one row, since they are all alike. */
  private static final int SILENT_ROWS = 5;

  @Override
  public void print(String target, Spread spread, boolean interrupted, PrintWriter out) {
    spread.judgements().forEach(judgement -> print(judgement, out));
    spread.advice(target).ifPresent(line -> out.printf("%s%n%n", line));
    spread.replayedLine().ifPresent(line -> out.printf("%s%n%n", line));
    out.println(interrupted ? "interrupted" : spread.verdict());
  }

  private static void print(Judgement judgement, PrintWriter out) {
    Sent sent = judgement.sent();
    out.printf("%s: %s%n", judgement.service(), judgement.callsLine());
    judgement.evenness().ifPresent(evenness -> printShares(evenness, sent, out));
    judgement.orderLine().ifPresent(line -> out.printf("  %s%n", line));
    judgement.evenness().ifPresent(evenness -> out.printf("  %s%n", evenness.chiSquaredLine()));
    for (Finding finding : judgement.findings()) {
      out.printf(
          "  %s %s: %s%n", finding.verdict(), finding.code(), Wire.printable(finding.text()));
    }
    out.println();
  }

  private static void printShares(Evenness evenness, Sent sent, PrintWriter out) {
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
}
