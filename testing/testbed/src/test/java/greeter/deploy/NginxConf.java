package greeter.deploy;

import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;

/**
 * A directive of nginx's configuration.
 *
 * @param name as client_max_body_size
 * @param args as written, without quotes
 * @param block what it encloses
 */
record NginxConf(String name, List<String> args, List<NginxConf> block) {
  private static final Pattern TOKEN =
      Pattern.compile("#[^\\n]*|\"((?:[^\"\\\\]|\\\\.)*)\"|[{};]|[^\\s{};\"#]+");

  /** The directives of a file or snippet, in a block without a name. */
  static NginxConf parse(String text) {
    Deque<NginxConf> open = new ArrayDeque<>();
    open.push(new NginxConf("", List.of(), new ArrayList<>()));
    List<String> words = new ArrayList<>();
    Matcher matcher = TOKEN.matcher(text);
    while (matcher.find()) {
      String token = matcher.group();
      switch (token.charAt(0)) {
        case '#' -> {
          // A comment.
        }
        case '{', ';' -> {
          NginxConf directive =
              new NginxConf(
                  words.get(0), List.copyOf(words.subList(1, words.size())), new ArrayList<>());
          words.clear();
          open.peek().block().add(directive);
          if (token.equals("{")) {
            open.push(directive);
          }
        }
        case '}' -> open.pop();
        default -> words.add(matcher.group(1) == null ? token : matcher.group(1));
      }
    }
    if (open.size() != 1 || !words.isEmpty()) {
      throw new IllegalArgumentException("not closed: " + open.peek().name() + " " + words);
    }
    return open.pop();
  }

  /** The directives of that name in this block itself. */
  Stream<NginxConf> all(String wanted) {
    return block.stream().filter(each -> each.name().equals(wanted));
  }

  NginxConf the(String wanted) {
    return all(wanted).findFirst().orElseThrow(() -> new IllegalArgumentException("no " + wanted));
  }

  /** The arguments of a directive in this block itself. */
  Optional<String> value(String wanted) {
    return all(wanted).findFirst().map(each -> String.join(" ", each.args()));
  }
}
