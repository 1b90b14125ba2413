package greeter.client.html;

import static java.nio.charset.StandardCharsets.UTF_8;
import static org.assertj.core.api.Assertions.assertThat;

import com.google.gson.JsonObject;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.security.MessageDigest;
import java.util.Base64;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class PageTest {
  private static final Pattern CODE =
      Pattern.compile("<(script|style)>(.*?)</\\1>", Pattern.DOTALL);

  @Test
  void page_beginsWithItsTitleAndVerdict() {
    assertThat(print(page()))
        .startsWith("<!DOCTYPE html>\n<html lang=\"en\"><head><meta charset=\"utf-8\">")
        .contains("<title>check h:1&#60;b&#62;</title>")
        .containsPattern(
            "<main><h1>check <bdi>h:1&#60;b&#62;</bdi></h1><div class=\"verdict bad\">");
  }

  @Test
  void everyScriptAndStyle_isOneThatThePolicyNames() throws Exception {
    String html = print(page().plots(new JsonObject()));

    String policy = policy(html);
    assertThat(policy).startsWith("default-src 'none';").doesNotContain("unsafe", "*", ":");
    Matcher code = CODE.matcher(html);
    int seen = 0;
    while (code.find()) {
      byte[] hash = MessageDigest.getInstance("SHA-256").digest(code.group(2).getBytes(UTF_8));
      assertThat(policy).contains("'sha256-" + Base64.getEncoder().encodeToString(hash) + "'");
      seen++;
    }
    assertThat(seen).isEqualTo(4);
  }

  @Test
  void plots_bringTheirLibrary_andItsLicence() {
    assertThat(print(page().plots(new JsonObject())))
        .contains("The MIT License (MIT)", "Copyright (c) 2022 Leon Sorokin", "var uPlot=");
    assertThat(print(page())).doesNotContain("uPlot=", "Leon Sorokin");
  }

  @Test
  void page_isAscii() {
    assertThat(print(page().plots(new JsonObject()))).matches("(?s)[\\n\\x20-\\x7e]*");
  }

  private static Page page() {
    return new Page("check", "h:1<b>")
        .verdict(Tone.BAD, "FAIL", Element.of("p", "1 failed \u2026"));
  }

  private static String policy(String html) {
    Matcher policy =
        Pattern.compile("http-equiv=\"Content-Security-Policy\" content=\"([^\"]*)\"")
            .matcher(html);
    assertThat(policy.find()).isTrue();
    return policy.group(1).replace("&#39;", "'");
  }

  private static String print(Page page) {
    StringWriter out = new StringWriter();
    page.print(new PrintWriter(out));
    return out.toString();
  }
}
