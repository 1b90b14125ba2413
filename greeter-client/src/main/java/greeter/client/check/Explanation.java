package greeter.client.check;

import static java.nio.charset.StandardCharsets.UTF_8;

import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What {@code explain} says of a code beside its row of the table; {@code explain/CODE.md} holds
 * it.
 *
 * @param title as the code's
 * @param fixes the first words of each are what a failed check prints
 * @param nothingToSet which proxies have no setting for it and why, each as {@code - nginx: why};
 *     may be empty
 * @param reports where it was met, each as {@code - owner/name#1: what happened}
 */
public record Explanation(
    String title,
    String whatItDoes,
    String whyItMatters,
    String howToReadIt,
    List<Fix> fixes,
    String nothingToSet,
    String reports) {
  /** What can be told to do something, in the order in which fixes stand. */
  public static final List<String> PLACES =
      List.of(
          "ingress-nginx",
          "nginx",
          "Envoy",
          "HAProxy",
          "Traefik",
          "Caddy",
          "Gateway API",
          "AWS",
          "Kubernetes",
          "application");

  /** Where the application is told, or how it is run. */
  private static final Set<String> OF_THE_APP = Set.of("Kubernetes", "application");

  private static final List<String> HEADINGS =
      List.of("What it does", "Why it matters", "How to read it", "Fixes", "Reports");
  private static final Pattern TITLE = Pattern.compile("# (?<code>\\S+): (?<title>\\S.*)");
  private static final Pattern NOTHING = Pattern.compile("(- [^:\\n]+: [^\\n]+(\\n|$))*");
  private static final Pattern FIX =
      Pattern.compile(
          "(?<where>[^:\\n]+): (?<setting>[^\\n]+)\\n+(?<note>.*?)\\s*"
              + "^```(?<language>\\w*)\\n(?<snippet>.+?)\\n```",
          Pattern.DOTALL | Pattern.MULTILINE);

  public Explanation {
    fixes = List.copyOf(fixes);
  }

  /**
   * One way to mend it.
   *
   * @param where the program or the place that is told, as {@code nginx}
   * @param setting by its name there
   * @param note what to know before; may be empty
   * @param language of the snippet, as {@code yaml}; empty if it has no common name
   * @param snippet to paste
   */
  public record Fix(String where, String setting, String note, String language, String snippet) {
    private static final Pattern TOPIC = Pattern.compile("(?<setting>.*) \\((?<topic>[a-z]+)\\)");

    /** The cause that it mends, where it mends no other, as {@code certificate}; else empty. */
    String topic() {
      Matcher matcher = TOPIC.matcher(setting);
      return matcher.matches() ? matcher.group("topic") : "";
    }

    boolean isOfTheApp() {
      return OF_THE_APP.contains(where);
    }

    /** The setting alone, for where the cause is known. */
    String settingAlone() {
      Matcher matcher = TOPIC.matcher(setting);
      return matcher.matches() ? matcher.group("setting") : setting;
    }
  }

  /**
   * That of a code.
   *
   * @throws IllegalStateException if there is none, or of another form: the program is built wrong
   */
  public static Explanation of(Code code) {
    String name = "explain/" + code + ".md";
    try (InputStream in = Explanation.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      return parse(code, new String(in.readAllBytes(), UTF_8));
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }

  /** This, with the fixes of one place alone, or with why it has none. */
  public Explanation at(String place) {
    return new Explanation(
        title,
        whatItDoes,
        whyItMatters,
        howToReadIt,
        fixes.stream().filter(fix -> fix.where().equals(place)).toList(),
        nothingToSet
            .lines()
            .filter(line -> line.startsWith("- " + place + ":"))
            .collect(Collectors.joining("\n")),
        reports);
  }

  /** Reads the five sections under their title. */
  static Explanation parse(Code code, String text) {
    List<String> parts = split("## ", text);
    Matcher title = TITLE.matcher(parts.get(0));
    require(title.matches() && title.group("code").equals(code.label()), code, parts.get(0));
    require(parts.size() == 1 + HEADINGS.size(), code, "the number of sections");
    return new Explanation(
        title.group("title"),
        section(code, parts, 0),
        section(code, parts, 1),
        section(code, parts, 2),
        fixes(code, section(code, parts, 3)),
        nothingToSet(code, section(code, parts, 3)),
        section(code, parts, 4));
  }

  private static String section(Code code, List<String> parts, int index) {
    String heading = HEADINGS.get(index) + "\n";
    String part = parts.get(1 + index);
    require(part.startsWith(heading), code, part);
    return part.substring(heading.length()).strip();
  }

  private static List<Fix> fixes(Code code, String text) {
    List<String> parts = split("### ", text);
    require(parts.size() > 1, code, text);
    return parts.stream().skip(1).map(part -> fix(code, part)).toList();
  }

  /** What stands before the fixes. */
  private static String nothingToSet(Code code, String text) {
    String lines = split("### ", text).get(0);
    require(NOTHING.matcher(lines).matches(), code, lines);
    return lines;
  }

  private static Fix fix(Code code, String text) {
    Matcher fix = FIX.matcher(text);
    require(fix.matches() && !fix.group("snippet").contains("\n```"), code, text);
    return new Fix(
        fix.group("where"),
        fix.group("setting"),
        fix.group("note"),
        fix.group("language"),
        fix.group("snippet"));
  }

  /** What stands before the first line that begins so, and what follows each. */
  private static List<String> split(String mark, String text) {
    return Arrays.stream(text.split("(?m)^" + mark, -1)).map(String::strip).toList();
  }

  private static void require(boolean met, Code code, String what) {
    if (!met) {
      throw new IllegalStateException(code + ".md: " + what);
    }
  }
}
