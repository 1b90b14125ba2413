package greeter.client.html;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A table that a narrow screen scrolls sideways within its own box. The first cell of each row is
 * its heading.
 */
public final class Table {
  private final String caption;
  private final Element head = Element.of("tr");
  private final List<Element> rows = new ArrayList<>();
  private final List<Boolean> numbers = new ArrayList<>();

  /**
   * A table.
   *
   * @param caption what it is of, for those who do not see what stands around it
   */
  public Table(String caption) {
    this.caption = caption;
  }

  public Table column(String heading) {
    return column(Element.of("th", heading), false);
  }

  /** A column whose cells are numbers, so that their ends line up. */
  public Table number(String heading) {
    return column(Element.of("th", heading).styled("number"), true);
  }

  /**
   * A column.
   *
   * @param heading a {@code th}
   */
  public Table column(Element heading, boolean ofNumbers) {
    head.add(heading.with("scope", "col"));
    numbers.add(ofNumbers);
    return this;
  }

  /** A row of the program's own texts. */
  public Table row(String... cells) {
    return row(Arrays.stream(cells).map(cell -> Element.of("span", cell)).toList());
  }

  public Table row(List<Element> cells) {
    if (cells.size() != numbers.size()) {
      throw new IllegalArgumentException(cells.size() + " cells in " + numbers.size());
    }
    Element row = Element.of("tr");
    for (int i = 0; i < cells.size(); i++) {
      Element cell = i == 0 ? Element.of("th").with("scope", "row") : Element.of("td");
      if (i == 0 || numbers.get(i)) {
        cell.styled(numbers.get(i) ? "number" : "name");
      }
      row.add(cell.add(cells.get(i)));
    }
    rows.add(row);
    return this;
  }

  /** In a box of its own, which the keyboard reaches, too: else it could not scroll it. */
  public Element element() {
    return Element.of("div")
        .styled("wide")
        .with("role", "region")
        .with("aria-label", caption)
        .with("tabindex", "0")
        .add(
            Element.of("table")
                .add(
                    Element.of("caption", caption),
                    Element.of("thead").add(head),
                    Element.of("tbody").add(rows)));
  }
}
