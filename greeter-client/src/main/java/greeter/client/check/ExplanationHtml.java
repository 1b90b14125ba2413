package greeter.client.check;

import greeter.client.html.Element;
import greeter.client.html.Fold;
import greeter.client.html.Prose;
import java.util.ArrayList;
import java.util.List;

/** What {@code explain} says, for a page. */
public final class ExplanationHtml {
  private ExplanationHtml() {}

  /** All of a code's explanation. */
  public static List<Element> of(Code code) {
    return of(code, Explanation.of(code).fixes());
  }

  /** A code's explanation with these of its fixes. */
  static List<Element> of(Code code, List<Explanation.Fix> fixes) {
    Explanation explanation = Explanation.of(code);
    List<Element> elements = new ArrayList<>();
    section("What it does", explanation.whatItDoes(), elements);
    section("Why it matters", explanation.whyItMatters(), elements);
    section("How to read it", explanation.howToReadIt(), elements);
    if (!fixes.isEmpty()) {
      elements.add(Element.of("h4", "Fixes"));
      fixes.forEach(fix -> elements.add(of(fix)));
    }
    if (!explanation.nothingToSet().isEmpty()) {
      section("Nothing to set at", explanation.nothingToSet(), elements);
    }
    section("Reports", explanation.reports(), elements);
    return elements;
  }

  /** A fix, folded: its setting is what one reads first. */
  static Element of(Explanation.Fix fix) {
    List<Element> content = new ArrayList<>(Prose.of(fix.note()));
    content.add(Element.of("pre").with("tabindex", "0").add(Element.of("code", fix.snippet())));
    return Fold.of(fix.where() + ": " + fix.setting(), content);
  }

  private static void section(String heading, String text, List<Element> elements) {
    elements.add(Element.of("h4", heading));
    elements.addAll(Prose.of(text));
  }
}
