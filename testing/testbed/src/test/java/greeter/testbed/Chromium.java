package greeter.testbed;

import com.microsoft.playwright.Browser;
import com.microsoft.playwright.BrowserContext;
import com.microsoft.playwright.BrowserType;
import com.microsoft.playwright.Page;
import com.microsoft.playwright.Playwright;
import com.microsoft.playwright.options.ColorScheme;
import java.io.File;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;

/** The browser of this machine, driven by Playwright, which brings none of its own here. */
final class Chromium implements AutoCloseable {
  private static final List<String> NAMES =
      List.of("chromium", "chromium-browser", "google-chrome");
  private static final String ON_MACOS = "/Applications/Chromium.app/Contents/MacOS/Chromium";

  private final Playwright playwright;
  private final Browser browser;

  /** A page that was opened, and what it should not have done: errors, messages, requests. */
  record Opened(Page page, List<String> misdeeds) implements AutoCloseable {
    @Override
    public void close() {
      page.context().close();
    }
  }

  private Chromium(Playwright playwright, Browser browser) {
    this.playwright = playwright;
    this.browser = browser;
  }

  static Chromium start() {
    Playwright playwright =
        Playwright.create(
            new Playwright.CreateOptions().setEnv(Map.of("PLAYWRIGHT_SKIP_BROWSER_DOWNLOAD", "1")));
    return new Chromium(
        playwright,
        playwright
            .chromium()
            .launch(
                new BrowserType.LaunchOptions()
                    .setExecutablePath(executable())
                    .setArgs(
                        List.of(
                            "--disable-gpu",
                            "--disable-quic",
                            "--no-first-run",
                            "--disable-background-networking",
                            "--disable-component-update",
                            "--disable-sync"))));
  }

  private static Path executable() {
    return Stream.concat(
            Stream.of(System.getenv("PATH").split(File.pathSeparator, -1))
                .flatMap(folder -> NAMES.stream().map(name -> Path.of(folder, name))),
            Stream.of(Path.of(ON_MACOS)))
        .filter(Files::isExecutable)
        .findFirst()
        .orElseThrow(() -> new IllegalStateException("no chromium: see deploy/local/test"));
  }

  /** Opens a file, in a profile of its own. */
  Opened open(Path file, int width, ColorScheme scheme) {
    BrowserContext context =
        browser.newContext(
            new Browser.NewContextOptions().setViewportSize(width, 900).setColorScheme(scheme));
    Page page = context.newPage();
    String url = file.toUri().toString();
    List<String> misdeeds = new ArrayList<>();
    page.onConsoleMessage(message -> misdeeds.add("console: " + message.text()));
    page.onPageError(error -> misdeeds.add("error: " + error));
    page.onDialog(
        dialog -> {
          misdeeds.add("dialog: " + dialog.message());
          dialog.dismiss();
        });
    page.onRequest(
        request -> {
          if (!request.url().equals(url)) {
            misdeeds.add("request: " + request.url());
          }
        });
    page.navigate(url);
    return new Opened(page, misdeeds);
  }

  @Override
  public void close() {
    browser.close();
    playwright.close();
  }
}
