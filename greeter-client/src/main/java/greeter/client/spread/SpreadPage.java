package greeter.client.spread;

import greeter.client.html.Element;
import greeter.client.html.Page;
import greeter.client.html.Tone;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;

/** For a reader who gets it as a file. */
final class SpreadPage implements SpreadReport {
  @Override
  public void print(String target, Spread spread, boolean interrupted, PrintWriter out) {
    Verdict verdict = spread.verdict();
    Page page = new Page("spread", target);
    if (interrupted) {
      page.verdict(
          Tone.UNSURE,
          "INTERRUPTED",
          Element.of("p", "The run was ended before its time. What was seen by then:"));
    } else {
      page.verdict(tone(verdict), verdict.toString(), Element.of("p", sentence(spread)));
    }
    spread
        .judgements()
        .forEach(judgement -> page.section(judgement.service(), elements(judgement)));
    spread.advice(target).ifPresent(line -> page.add(Element.of("p", line + ".")));
    spread.replayedLine().ifPresent(line -> page.add(Element.of("p", line + ".")));
    page.print(out);
  }

  private static String sentence(Spread spread) {
    return switch (spread.verdict()) {
      case PASS -> "Each pod gets the share of the calls that it should, as far as was measured.";
      case FAIL -> "The calls do not end, or do not spread, as they should.";
      case INCONCLUSIVE -> "Too little was seen for a verdict.";
    };
  }

  private static List<Element> elements(Judgement judgement) {
    Element findings = Element.of("ul").styled("findings");
    for (Finding finding : judgement.findings()) {
      findings.add(
          Element.of("li")
              .add(tone(finding.verdict()).badge(finding.verdict().toString()))
              .text(" " + finding.code() + ": ")
              .wire(finding.text()));
    }
    List<Element> elements = new ArrayList<>();
    elements.add(findings);
    elements.add(Element.of("p", judgement.callsLine() + "."));
    judgement
        .evenness()
        .ifPresent(
            evenness -> {
              elements.add(
                  ShareBars.of(
                      evenness,
                      judgement.sent().pattern() == Sent.Pattern.PINNED ? "connections" : "calls",
                      judgement.tolerance()));
              elements.add(
                  Element.of(
                          "p",
                          ("The band is what is allowed: %.2f to %.2f of the expected share. The"
                                  + " interval is where the truth lies; it misses that in one run"
                                  + " of 1,000, all pods taken together.")
                              .formatted(1 - judgement.tolerance(), 1 + judgement.tolerance()))
                      .styled("muted"));
            });
    judgement.orderLine().ifPresent(line -> elements.add(Element.of("p", line)));
    judgement
        .evenness()
        .ifPresent(evenness -> elements.add(Element.of("p", evenness.chiSquaredLine())));
    return elements;
  }

  private static Tone tone(Verdict verdict) {
    return switch (verdict) {
      case PASS -> Tone.GOOD;
      case INCONCLUSIVE -> Tone.UNSURE;
      case FAIL -> Tone.BAD;
    };
  }
}
