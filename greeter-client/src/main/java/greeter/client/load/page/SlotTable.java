package greeter.client.load.page;

import static java.util.stream.Collectors.joining;

import greeter.client.html.Element;
import greeter.client.html.Table;
import greeter.client.html.Words;
import greeter.client.load.Heat;
import greeter.client.load.LoadResult;
import greeter.client.load.ServiceLoad;
import greeter.client.load.Timeline.Slot;
import java.util.List;
import java.util.Map;

/** What the rows over time show, in numbers: for who cannot see them, and for print. */
final class SlotTable {
  private final LoadResult result;
  private final List<Slot> slots;

  SlotTable(LoadResult result) {
    this.result = result;
    this.slots = result.timeline().slots();
  }

  Element element() {
    Table table =
        new Table("The run, slot by slot")
            .number("from")
            .number("answered")
            .number("failed")
            .number("never sent")
            .number("half within")
            .number("99 % within")
            .column("pods");
    for (int i = 0; i < slots.size(); i++) {
      Slot slot = slots.get(i);
      String blamed =
          slot.failed().entrySet().stream()
              .filter(e -> e.getValue() > 0)
              .sorted(Map.Entry.comparingByKey())
              .map(e -> Words.count(e.getValue()) + " " + e.getKey())
              .collect(joining(", "));
      table.row(
          List.of(
              Element.of("span", Words.moment(result.timeline().slot().multipliedBy(i))),
              Element.of("span", Words.count(slot.answeredByAll())),
              Element.of(
                  "span",
                  slot.failedByAll() == 0
                      ? "0"
                      : Words.count(slot.failedByAll()) + " (" + blamed + ")"),
              Element.of("span", Words.count(slot.skipped())),
              Element.of("span", within(slot, 0.5)),
              Element.of("span", within(slot, 0.99)),
              answerers(slot)));
    }
    return table.element();
  }

  /** Who answered in a slot: the services, and of each its pods. */
  private Element answerers(Slot slot) {
    Element all = Element.of("span").styled("pods");
    String separator = "";
    for (ServiceLoad service : result.services()) {
      String before = separator;
      boolean named = result.services().size() == 1;
      for (String pod :
          slot.answered().getOrDefault(service.service(), Map.of()).keySet().stream()
              .sorted()
              .toList()) {
        all.text(before);
        if (!named) {
          all.add(Element.of("span").wire(service.service())).text(": ");
          named = true;
        }
        String calls = " \u00d7" + Words.count(slot.answered(service.service(), pod));
        all.add(TimeRows.name(Element.of("span"), pod).text(calls));
        before = ", ";
        separator = "; ";
      }
    }
    return all;
  }

  /** The end of the step of heat in which so many of a slot's calls were answered. */
  private static String within(Slot slot, double part) {
    int step = slot.stepWithin(part);
    if (step < 0) {
      return "";
    }
    return step + 1 < Heat.BUCKETS
        ? Words.time(Heat.from(step + 1))
        : "over " + Words.time(Heat.from(step));
  }
}
