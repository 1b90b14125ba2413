package greeter.testbed;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.microsoft.playwright.Locator;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.options.ColorScheme;
import com.microsoft.playwright.options.Media;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import greeter.client.check.Output;
import greeter.client.check.Result;
import greeter.client.load.LoadResult;
import greeter.client.load.LoadVerdict;
import greeter.client.load.LoadVerdict.Line;
import greeter.client.load.page.LoadPage;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.OptionalInt;
import java.util.function.Consumer;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The reports as their readers open them: a file, in a real browser. Pictures are in target/. */
@Tag("external")
class HtmlReportIT {
  private static final int WIDE = 1_200;
  private static final int NARROW = 360;

  @TempDir static Path folder;

  private static Chromium chromium;
  private static LoadResult run;
  private static LoadResult hostile;

  @BeforeAll
  static void printPages() throws Exception {
    run = RolloutRun.plain();
    hostile = RolloutRun.hostile();
    print("load", out -> LoadPage.print(run, verdict(""), out));
    print("hostile", out -> LoadPage.print(hostile, verdict(RolloutRun.HOSTILE), out));
    print(
        "check",
        out -> Output.HTML.report().print(FailedCheck.saying(RolloutRun.HOSTILE), Grade.FAIL, out));
    print("dead", out -> LoadPage.print(RolloutRun.dead(), verdict(""), out));
    String spread = spread();
    print("spread", out -> out.print(spread));
    chromium = Chromium.start();
  }

  @AfterAll
  static void stopChromium() {
    if (chromium != null) {
      chromium.close();
    }
  }

  private static LoadVerdict verdict(String more) {
    return LoadVerdict.of(
        List.of(
            new Line(Grade.FAIL, "errors: 69 (allowed: 0)" + more),
            new Line(Grade.PASS, "p99: 14.7 ms (allowed: 50 ms)")),
        List.of(
            Result.of(
                    Code.ROLLOUT,
                    Grade.FAIL,
                    "67 calls were lost at 31 s, when hello-5c7d6f9b4-tr8vd went without a drain")
                .explained("", List.of("second 31: 67 to hello-5c7d6f9b4-tr8vd")),
            Result.of(
                Code.COLD, Grade.WARN, "fresh pods took 8.1 times as long in their first 3 s")));
  }

  /** Of real pods behind a real nginx. */
  private static String spread() throws Exception {
    try (Ring ring = Ring.inProcess(3);
        Nginx nginx = Nginx.start(NginxProgram.find(), ring, folder, OptionalInt.empty())) {
      Client.Result result =
          Client.run("spread", nginx.address(), "--expect-pods", "3", "-o", "html");
      assertThat(result.exitCode()).as(result.err()).isZero();
      return result.out();
    }
  }

  private static void print(String name, Consumer<PrintWriter> report) throws IOException {
    try (PrintWriter out = new PrintWriter(file(name).toFile(), UTF_8)) {
      report.accept(out);
    }
  }

  private static Path file(String name) {
    return folder.resolve(name + ".html");
  }

  private static Path picture(String name) throws IOException {
    return Files.createDirectories(Project.root().resolve("testing/testbed/target/html"))
        .resolve(name);
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "hostile", "dead", "check", "spread"})
  void page_doesNothingButShowItself(String name) throws Exception {
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Chromium.Opened opened = chromium.open(file(name), WIDE, scheme)) {
        screenshot(opened.page(), name + "-" + scheme.name().toLowerCase(Locale.ROOT));
        openDetails(opened.page());
        assertThat(opened.page().locator("img, iframe, object, link").count()).isZero();
        assertThat(opened.page().locator(".verdict").innerText()).isNotBlank();
        assertThat(opened.misdeeds()).isEmpty();
      }
    }
  }

  /** So the test above would see them, and the page's policy stops them. */
  @Test
  void misdeeds_areSeenAndStopped() {
    try (Chromium.Opened opened = chromium.open(file("load"), WIDE, ColorScheme.LIGHT)) {
      opened
          .page()
          .evaluate(
              "() => { const script = document.createElement('script');"
                  + " script.textContent = 'document.title = \"ran\"';"
                  + " document.body.append(script);"
                  + " const image = new Image(); image.src = 'http://127.0.0.1:9/x';"
                  + " return new Promise(done => image.onerror = done).then(() => true); }");

      assertThat(opened.page().title()).isEqualTo("load ingress.example.com:443");
      assertThat(opened.misdeeds())
          .anyMatch(misdeed -> misdeed.contains("script-src"))
          .anyMatch(misdeed -> misdeed.contains("127.0.0.1:9"));
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "hostile", "dead", "check", "spread"})
  void page_fitsANarrowScreen(String name) throws Exception {
    try (Chromium.Opened opened = chromium.open(file(name), NARROW, ColorScheme.LIGHT)) {
      Page page = opened.page();
      screenshot(page, name + "-narrow");
      openDetails(page);

      assertThat(page.evaluate("document.documentElement.scrollWidth")).isEqualTo(NARROW);
      assertThat(opened.misdeeds()).isEmpty();
    }
  }

  @ParameterizedTest
  @ValueSource(strings = {"load", "hostile", "dead", "check", "spread"})
  void page_printsOnWhite_withAllThatIsFoldedButWhatExplainsThePassed(String name)
      throws Exception {
    try (Chromium.Opened opened = chromium.open(file(name), WIDE, ColorScheme.DARK)) {
      Page page = opened.page();
      page.pdf(new Page.PdfOptions().setFormat("A4").setPath(picture(name + ".pdf")));
      page.emulateMedia(new Page.EmulateMediaOptions().setMedia(Media.PRINT));
      screenshot(page, name + "-print");

      assertThat(page.evaluate("getComputedStyle(document.body).backgroundColor"))
          .isEqualTo("rgb(255, 255, 255)");
      assertThat(
              page.evaluate(
                  "[...document.querySelectorAll('details > *')]"
                      + ".filter(e => (e.getBoundingClientRect().height === 0)"
                      + " === !e.closest('.brief')).length"))
          .isEqualTo(0);
      assertThat(opened.misdeeds()).isEmpty();
    }
  }

  @Test
  void load_drawsAsManyMarksAsThereAreThings() {
    long fields =
        run.timeline().slots().stream()
            .flatMap(slot -> slot.heat().stream())
            .filter(count -> count > 0)
            .count();
    try (Chromium.Opened opened = chromium.open(file("load"), WIDE, ColorScheme.LIGHT)) {
      Page page = opened.page();

      assertThat(page.locator("[data-plot] canvas").count()).isEqualTo(3);
      assertThat(page.locator("[data-plot=heat]").getAttribute("data-marks"))
          .isEqualTo(Long.toString(fields));
      assertThat(series(page, "percentiles")).isEqualTo(3); // all, Hello, Goodbye
      assertThat(points(page, "rate", 2)).isEqualTo(RolloutRun.SECONDS + 1);
      assertThat(page.locator(".pod-strip path:not([d=''])").count()).isEqualTo(RolloutRun.PODS);
      assertThat(page.locator(".bar").count()).isEqualTo(RolloutRun.PODS);
      assertThat(page.locator(".strip.proxy, .strip.network, .strip.cannot-tell").count())
          .isEqualTo(3);
      assertThat(page.locator(".marks .goaway").count()).isEqualTo(1);
      assertThat(page.locator(".marks .cut").count()).isEqualTo(1);
      assertThat(page.locator("section:has(> h2:text-is('Calls that failed')) tbody tr").count())
          .isEqualTo(4);
    }
  }

  /** A strip ends where its pod did, and its successor's has begun by then. */
  @Test
  void load_showsAHandOver() {
    try (Chromium.Opened opened = chromium.open(file("load"), WIDE, ColorScheme.LIGHT)) {
      Page page = opened.page();
      double axis = width(page.locator(".pod-strip").first());

      Locator old = path(page, "hello-5c7d6f9b4-4kq2z");
      Locator young = path(page, "hello-7d9f8c6b5-2jh5n");

      assertThat(width(old)).isCloseTo(axis * 14 / 60, within(2.0));
      assertThat(width(young)).isCloseTo(axis * 48 / 60, within(2.0));
    }
  }

  @Test
  void hostileNames_stayText() {
    String name =
        hostile.services().get(0).pods().stream()
            .map(pod -> pod.pod())
            .filter(pod -> pod.contains("onerror"))
            .findFirst()
            .orElseThrow()
            .replace("\u202e", "\\u202e");
    try (Chromium.Opened opened = chromium.open(file("hostile"), WIDE, ColorScheme.LIGHT)) {
      Page page = opened.page();

      // Its strip, its latency, its share; a loss; and its seconds in the table and read out.
      assertThat(page.locator("bdi").filter(new Locator.FilterOptions().setHasText(name)).count())
          .isGreaterThanOrEqualTo(4);
      page.locator("#moment").fill("50");
      assertThat(page.locator("#readout").innerText()).contains(name);
      assertThat(opened.misdeeds()).isEmpty();
    }
  }

  @Test
  void keyboard_reachesAndOpensWhatIsFolded() {
    try (Chromium.Opened opened = chromium.open(file("check"), WIDE, ColorScheme.LIGHT)) {
      Page page = opened.page();
      int folded = page.locator("article > details, dd > details").count();
      int scrolled = page.locator(".wide[tabindex='0']").count();
      int reached = 0;
      for (int i = 0; i < folded + scrolled; i++) {
        page.keyboard().press("Tab");
        reached += (Boolean) page.evaluate("document.activeElement.matches('summary')") ? 1 : 0;
      }
      assertThat(folded).isGreaterThan(Code.values().length);
      assertThat(reached).isEqualTo(folded);

      page.keyboard().press("Enter");
      assertThat(page.locator("details[open]").count()).isEqualTo(1);
    }
  }

  @Test
  void keyboard_readsMoments() {
    try (Chromium.Opened opened = chromium.open(file("load"), WIDE, ColorScheme.LIGHT)) {
      Page page = opened.page();
      Locator readout = page.locator("#readout");
      assertThat(readout.innerText()).contains("31.0 s", "50 (41 proxy, 9 network)");

      page.locator("#moment").focus();
      page.keyboard().press("ArrowRight");

      assertThat(readout.innerText()).contains("32.0 s", "17 (17 proxy)");
    }
  }

  @Test
  void linkToAnExplanation_opensIt() {
    try (Chromium.Opened opened = chromium.open(file("load"), WIDE, ColorScheme.LIGHT)) {
      opened.page().locator("a[href='#COLD']").click();

      assertThat(opened.page().locator("details#COLD[open]").count()).isEqualTo(1);
      assertThat(opened.misdeeds()).isEmpty();
    }
  }

  /** WCAG 2.2, 1.4.3: at least 4.5 to 1 for text. */
  @Test
  void colors_haveContrast() {
    String contrast =
        """
        () => {
          const probe = document.body.appendChild(document.createElement('i'));
          const light = (name) => {
            probe.style.color = `var(--${name})`;
            const [r, g, b] = getComputedStyle(probe).color.match(/\\d+/g).map((part) => {
              const c = part / 255;
              return c <= 0.04045 ? c / 12.92 : ((c + 0.055) / 1.055) ** 2.4;
            });
            return 0.2126 * r + 0.7152 * g + 0.0722 * b;
          };
          const pairs = [['ink', 'bg'], ['ink', 'card'], ['muted', 'bg'], ['muted', 'card'], ['link', 'bg'], ['link', 'card']];
          for (const tone of ['good', 'info', 'warn', 'unsure', 'bad', 'none']) {
            pairs.push([tone, tone + '-bg'], ['ink', tone + '-bg']);
          }
          return pairs
            .map(([a, b]) => [a, b, light(a), light(b)])
            .map(([a, b, x, y]) => [a + ' on ' + b, (Math.max(x, y) + 0.05) / (Math.min(x, y) + 0.05)])
            .filter(([, ratio]) => !(ratio >= 4.5))
            .map(([what, ratio]) => what + ': ' + ratio);
        }
        """;
    for (ColorScheme scheme : List.of(ColorScheme.LIGHT, ColorScheme.DARK)) {
      try (Chromium.Opened opened = chromium.open(file("check"), WIDE, scheme)) {
        assertThat((List<?>) opened.page().evaluate(contrast)).as(scheme.name()).isEmpty();
      }
    }
  }

  private static void openDetails(Page page) {
    page.evaluate("document.querySelectorAll('details').forEach(details => details.open = true)");
  }

  private static void screenshot(Page page, String name) throws IOException {
    page.screenshot(new Page.ScreenshotOptions().setFullPage(true).setPath(picture(name + ".png")));
  }

  private static int series(Page page, String plot) {
    return (int)
        page.evaluate(
            "name => document.querySelector(`[data-plot=${name}]`).plot.data.length - 1", plot);
  }

  private static int points(Page page, String plot, int series) {
    return (int)
        page.evaluate(
            "([name, i]) => document.querySelector(`[data-plot=${name}]`).plot.data[i].length",
            List.of(plot, series));
  }

  private static Locator path(Page page, String pod) {
    return page.locator(".row")
        .filter(new Locator.FilterOptions().setHasText(pod))
        .locator(".pod-strip path");
  }

  private static double width(Locator element) {
    return element.boundingBox().width;
  }
}
