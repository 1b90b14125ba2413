package greeter.client.load.page;

import greeter.client.check.Code;
import greeter.client.html.Tone;
import java.util.Optional;

/**
 * One thing that a run comes to, as the page says it below the verdict.
 *
 * @param word as {@code PASS}, {@code FAIL} or {@code INFO}
 * @param text what was measured and what is allowed, in one line; may hold text from the wire
 * @param code whose explanation belongs to it, if any
 */
public record Line(Tone tone, String word, String text, Optional<Code> code) {}
