package greeter.goodbye;

import greeter.server.ServerProcessContract;
import java.util.Map;
import org.junit.jupiter.api.Test;

class GoodbyeServerIT extends ServerProcessContract {
  @Override
  protected String server() {
    return "goodbye-server";
  }

  @Override
  protected String service() {
    return "helloworld.Goodbye";
  }

  @Test
  void unreadableSayings_isOneLine() throws Exception {
    assertRefused(
        "GREETER_SAYINGS_FILE: \"/no/such/file\""
            + " (expected: a readable UTF-8 file with a saying on each line)",
        Map.of("GREETER_SAYINGS_FILE", "/no/such/file"));
  }
}
