package greeter.client.load.page;

import greeter.client.html.Element;
import greeter.client.html.Tone;
import greeter.client.html.Words;
import greeter.client.load.Generator;
import greeter.client.load.LoadResult;
import greeter.client.load.ServiceLoad;
import java.time.Duration;
import java.time.temporal.ChronoUnit;
import java.util.List;

/** What a reader must know to trust the numbers: what was asked, and who sent the calls. */
final class HowItWasMade {
  private final LoadResult result;

  HowItWasMade(LoadResult result) {
    this.result = result;
  }

  List<Element> generator() {
    Generator generator = result.generator();
    Duration lasted = result.lasted();
    Element facts = Element.of("dl").styled("facts");
    fact(
        facts,
        "processors",
        "%.0f %% of %s, %s of processor time"
            .formatted(
                100 * generator.share(lasted),
                Words.count(generator.cores(), "core"),
                Words.time(generator.cpu())));
    if (generator.late().count() > 0) {
      fact(
          facts,
          "late by",
          "p50 %s, p99 %s, at most %s"
              .formatted(
                  Words.time(generator.late().at(50)),
                  Words.time(generator.late().at(99)),
                  Words.time(generator.late().max())));
    }
    return List.of(generatorVerdict(generator, lasted), facts);
  }

  private static Element generatorVerdict(Generator generator, Duration lasted) {
    if (generator.isTheLimit(lasted)) {
      return warning("It was the limit: these numbers are of the machine that sent the calls.");
    }
    return generator.fellBehind()
        ? warning(
            "It had fallen behind at times: the slowest calls may have waited here, and not at"
                + " what was called.")
        : Element.of("p", "It kept up: these numbers are of what it called.");
  }

  private static Element warning(String text) {
    return Element.of("p").add(Tone.WARN.badge("WARN")).text(" " + text);
  }

  List<Element> asked() {
    Element facts = Element.of("dl").styled("facts");
    facts.add(
        Element.of("div").add(Element.of("dt", "target"), Element.of("dd").wire(result.target())));
    fact(facts, "pace", result.asked().pace());
    facts.add(
        Element.of("div")
            .add(Element.of("dt", "calls"), Element.of("dd").wire(result.asked().mix())));
    fact(facts, "connections", Words.count(result.asked().connections()));
    fact(facts, "in flight", Words.count(result.asked().maxInFlight()) + " at most");
    fact(facts, "deadline", Words.time(result.asked().deadline()));
    fact(facts, "sent again", result.asked().resent().orElse("what no server has seen"));
    fact(facts, "payload", Words.count(result.asked().payloadBytes(), "byte"));
    fact(facts, "start", result.start().truncatedTo(ChronoUnit.SECONDS).toString());
    fact(
        facts,
        "services",
        Words.count(result.services().stream().map(ServiceLoad::service).distinct().count()));
    return List.of(facts);
  }

  private static void fact(Element facts, String what, String value) {
    facts.add(Element.of("div").add(Element.of("dt", what), Element.of("dd", value)));
  }
}
