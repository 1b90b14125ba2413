package greeter.testbed;

import java.nio.file.Path;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * The places that the files of {@code deploy/local/proxies} leave open: <code>${LISTEN}</code> and
 * <code>${HELLO_1}</code> are HOST:PORT, those with <code>_PORT</code> the port alone, and <code>
 * ${CONFIG}</code> is the file itself.
 */
final class Placeholders {
  private static final Pattern PLACE = Pattern.compile("\\$\\{([A-Z0-9_]+)}");

  private Placeholders() {}

  /**
   * The text with every place filled.
   *
   * @throws IllegalArgumentException for one that has no value, as of a fourth pod of three
   */
  static String fill(String text, String address, Ring ring, Path file) {
    Map<String, String> values = new HashMap<>();
    values.put("CONFIG", file.toAbsolutePath().toString());
    put(values, "LISTEN", address);
    putAll(values, "HELLO_", ring.hello());
    putAll(values, "GOODBYE_", ring.goodbye());
    return PLACE
        .matcher(text)
        .replaceAll(
            place -> {
              String value = values.get(place.group(1));
              if (value == null) {
                throw new IllegalArgumentException("no value for " + place.group());
              }
              return Matcher.quoteReplacement(value);
            });
  }

  private static void putAll(Map<String, String> values, String prefix, List<Pod> pods) {
    for (int i = 0; i < pods.size(); i++) {
      put(values, prefix + (i + 1), pods.get(i).address());
    }
  }

  private static void put(Map<String, String> values, String name, String address) {
    values.put(name, address);
    values.put(name + "_PORT", address.substring(address.lastIndexOf(':') + 1));
  }
}
