package greeter.client.check;

import greeter.client.html.Element;
import greeter.client.html.Fold;
import greeter.client.html.Page;
import greeter.client.spread.ShareBars;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;

/** For a reader who gets it as a file: what failed first, and with each code what it means. */
final class HtmlReport implements Report {
  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    Grade verdict = checked.verdict(failOn);
    Element summary =
        Element.of(
            "p", "%s, in %.1f s.".formatted(checked.summary(), checked.took().toMillis() / 1000.0));
    checked.cutShort().ifPresent(why -> summary.text(" ").wire(why));
    Page page =
        new Page("check", checked.target()).verdict(verdict.tone(), verdict.toString(), summary);
    section("Failed", Grade.FAIL, checked, page);
    section("Warnings", Grade.WARN, checked, page);
    section("Undecided", Grade.INCONCLUSIVE, checked, page);
    section("Worth knowing", Grade.INFO, checked, page);
    section("Passed", Grade.PASS, checked, page);
    section("Not run", Grade.NOT_RUN, checked, page);
    page.print(out);
  }

  private static void section(String heading, Grade grade, Checked checked, Page page) {
    List<Element> elements =
        checked.results().stream()
            .filter(result -> result.grade() == grade)
            .map(HtmlReport::element)
            .toList();
    if (!elements.isEmpty()) {
      page.section(heading, elements);
    }
  }

  private static Element element(Result result) {
    Code code = result.code();
    String word = result.grade().label().toUpperCase(Locale.ROOT);
    Element article =
        Element.of("article")
            .styled(isBrief(result) ? "brief" : "found")
            .with("id", code.label())
            .add(
                Element.of("h3")
                    .add(result.grade().tone().badge(word))
                    .text(" ")
                    .add(Element.of("span", code.label()).styled("code"))
                    .text(" ")
                    .add(Element.of("small", code.group().label())),
                Element.of("p").styled("line").wire(result.line()));
    Element facts = Element.of("dl").styled("facts");
    if (!result.seen().isEmpty()) {
      Element seen = Element.of("dd");
      result.seen().forEach(line -> seen.add(Element.of("div").wire(line)));
      facts.add(Element.of("div").add(Element.of("dt", "seen"), seen));
    }
    result
        .blame()
        .ifPresent(
            blame ->
                facts.add(
                    Element.of("div")
                        .add(Element.of("dt", "blame"), Element.of("dd", blame.toString()))));
    if (!result.cause().isEmpty()) {
      facts.add(
          Element.of("div").add(Element.of("dt", "cause"), Element.of("dd").wire(result.cause())));
    }
    if (!result.fixes().isEmpty()) {
      Element fixes = Element.of("dd");
      result.fixes().forEach(fix -> fixes.add(ExplanationHtml.of(fix)));
      facts.add(Element.of("div").add(Element.of("dt", "fixes"), fixes));
    }
    if (!isBrief(result)) {
      article.add(facts);
    }
    result.shares().ifPresent(shares -> article.add(bars(shares)));
    List<Element> explanation = new ArrayList<>(List.of(Element.of("p", code.title() + ".")));
    List<Explanation.Fix> others = new ArrayList<>(Explanation.of(code).fixes());
    others.removeAll(result.fixes());
    explanation.addAll(ExplanationHtml.of(code, others));
    return article.add(Fold.of("What " + code + " means", explanation));
  }

  private static Element bars(Result.Shared shares) {
    Element bars = Element.of("div");
    shares
        .byService()
        .forEach(
            (service, evenness) ->
                bars.add(
                    Element.of("h4").wire(service),
                    ShareBars.of(evenness, "calls", shares.tolerance())));
    return bars;
  }

  /** Nothing was found, so there is nothing to prove. */
  private static boolean isBrief(Result result) {
    return result.seen().isEmpty()
        && result.blame().isEmpty()
        && result.cause().isEmpty()
        && result.shares().isEmpty();
  }
}
