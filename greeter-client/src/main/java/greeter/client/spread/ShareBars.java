package greeter.client.spread;

import greeter.client.html.Bars;
import greeter.client.html.Element;
import java.util.List;

/** The shares of a service's pods, drawn. */
public final class ShareBars {
  private ShareBars() {}

  /**
   * A bar for each pod, beside what is expected of it.
   *
   * @param what was counted: calls, or connections
   * @param tolerance as in {@link Expectation}
   */
  public static Element of(Evenness evenness, String what, double tolerance) {
    return Bars.of(
        "Share of each pod",
        what,
        tolerance,
        evenness.shares().stream()
            .map(
                share ->
                    new Bars.Row(
                        share.name(),
                        share.count(),
                        share.share(),
                        share.expected(),
                        share.low(),
                        share.high(),
                        List.of()))
            .toList(),
        List.of());
  }
}
