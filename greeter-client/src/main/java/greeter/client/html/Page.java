package greeter.client.html;

import static java.nio.charset.StandardCharsets.UTF_8;

import com.google.gson.JsonElement;
import java.io.IOException;
import java.io.InputStream;
import java.io.PrintWriter;
import java.io.UncheckedIOException;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.util.ArrayList;
import java.util.Base64;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A report in one file, that needs and may use nothing but itself: its policy lets run only the
 * scripts and style sheets whose hashes it names.
 */
public final class Page {
  /** The version is the pom's. */
  private static final String UPLOT = "/META-INF/resources/webjars/uplot/1.6.30/";

  private final String title;
  private final List<Element> content = new ArrayList<>();
  private Optional<JsonElement> plots = Optional.empty();

  /**
   * A page.
   *
   * @param command whose report it is, as {@code check}
   * @param target as the user wrote it
   */
  public Page(String command, String target) {
    this.title = command + " " + target;
    content.add(Element.of("h1", command + " ").wire(target));
  }

  /**
   * What it all came to; stands first.
   *
   * @param word as {@code FAIL}
   * @param line the same in a sentence
   */
  public Page verdict(Tone tone, String word, Element line) {
    return add(
        Element.of("div")
            .styled("verdict " + tone.style())
            .add(Element.of("p").styled("word").add(tone.badge(word)), line));
  }

  public Page add(Element... elements) {
    content.addAll(List.of(elements));
    return this;
  }

  /** A part under a heading. */
  public Page section(String heading, List<Element> elements) {
    return add(Element.of("section").add(Element.of("h2", heading)).add(elements));
  }

  /** What the page's script is to draw. */
  public Page plots(JsonElement data) {
    plots = Optional.of(data);
    return this;
  }

  public void print(PrintWriter out) {
    List<String> styles = new ArrayList<>(List.of(read("report.css")));
    List<String> scripts = new ArrayList<>(List.of(read("report.js")));
    if (plots.isPresent()) {
      styles.add(0, read(UPLOT + "dist/uPlot.min.css"));
      scripts.add(
          0,
          "/*\nuPlot: "
              + read(UPLOT + "LICENSE").strip()
              + "\n*/\n"
              + read(UPLOT + "dist/uPlot.iife.min.js"));
    }
    Element head =
        Element.of("head")
            .add(
                Element.of("meta").with("charset", "utf-8"),
                Element.of("meta")
                    .with("http-equiv", "Content-Security-Policy")
                    .with("content", policy(styles, scripts)),
                Element.of("meta")
                    .with("name", "viewport")
                    .with("content", "width=device-width, initial-scale=1"),
                Element.of("meta").with("name", "color-scheme").with("content", "light dark"),
                Element.of("title", title))
            .add(styles.stream().map(style -> Element.of("style").raw(style)).toList());
    Element body = Element.of("body").add(Element.of("main").add(content));
    plots.ifPresent(
        data ->
            body.add(
                Element.of("script")
                    .with("type", "application/json")
                    .with("id", "data")
                    .raw(Json.of(data))));
    body.add(scripts.stream().map(script -> Element.of("script").raw(script)).toList());
    out.print("<!DOCTYPE html>\n");
    out.print(Element.of("html").with("lang", "en").add(head, body));
    out.print("\n");
    out.flush();
  }

  private static String policy(List<String> styles, List<String> scripts) {
    return "default-src 'none'; base-uri 'none'; form-action 'none'; style-src %s; script-src %s"
        .formatted(hashes(styles.stream()), hashes(scripts.stream()));
  }

  private static String hashes(Stream<String> texts) {
    return texts.map(Page::hash).collect(Collectors.joining(" "));
  }

  private static String hash(String text) {
    try {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(text.getBytes(UTF_8));
      return "'sha256-" + Base64.getEncoder().encodeToString(hash) + "'";
    } catch (NoSuchAlgorithmException e) {
      throw new IllegalStateException(e); // every Java has it
    }
  }

  private static String read(String name) {
    try (InputStream in = Page.class.getResourceAsStream(name)) {
      if (in == null) {
        throw new IllegalStateException(name + " is missing");
      }
      // As HTML reads it; else the hash would be of something else.
      return new String(in.readAllBytes(), UTF_8).replace("\r\n", "\n");
    } catch (IOException e) {
      throw new UncheckedIOException(e);
    }
  }
}
