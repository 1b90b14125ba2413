package greeter.api;

import static java.util.Objects.requireNonNull;

import io.grpc.Metadata;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * One thing that {@link Wire#RPC_BEHAVIOR} asks of a server. The grammar is that of gRPC's own xDS
 * interop servers: items separated by commas, done in their order, each of them alone aimed at one
 * pod where {@code hostname=POD} and a space stand before it. What those ignore, an item that is
 * none of these, is an error here.
 *
 * @param kind what to do
 * @param number its number, in the unit and range of {@link Kind}; 0 where it has none
 * @param pod the pod that is to do it; empty for whichever has the call
 */
public record Behavior(Kind kind, int number, Optional<String> pod) {
  /** The kinds, each with the text before its number. */
  public enum Kind {
    /**
     * Ends the call with the status of this code, {@link #description} and {@link
     * Wire#GREETER_TRAILER}: 1..16. 0 is no error, so the call is answered as ever. Nothing after
     * it is done.
     */
    ERROR_CODE("error-code-", 16),
    /** Waits so many seconds, 0..{@link #LONGEST_SECONDS}, before what comes next. */
    SLEEP("sleep-", LONGEST_SECONDS),
    /**
     * Sends initial metadata at once, and then nothing: requests are read and dropped, until the
     * caller cancels or {@link #LONGEST_SECONDS} are over, which ends the call with ABORTED.
     * Nothing after it is done, with one exception, which the interop servers do not have: {@code
     * keep-open,sleep-N} sends the method's first reply every N seconds, if it streams replies and
     * N is not 0.
     */
    KEEP_OPEN("keep-open", 0),
    /**
     * Answers as ever, and does nothing that comes after it, if {@link Wire#PREVIOUS_ATTEMPTS} is
     * this number.
     */
    SUCCEED_ON_RETRY_ATTEMPT("succeed-on-retry-attempt-", 1_000_000);

    private final String text;
    private final int max;

    Kind(String text, int max) {
      this.text = text;
      this.max = max;
    }
  }

  /** The longest sleep, and how long a call is kept open: longer than proxies are waited for. */
  public static final int LONGEST_SECONDS = 900;

  private static final String EXPECTED =
      "error-code-0..16, sleep-0.."
          + LONGEST_SECONDS
          + ", keep-open or succeed-on-retry-attempt-0.."
          + Kind.SUCCEED_ON_RETRY_ATTEMPT.max
          + ", each alone or after \"hostname=POD \", separated by commas";

  private static final Pattern ITEM =
      Pattern.compile("(?:hostname=(?<pod>[^ ]+) )?(?<text>[a-z-]+?)(?<number>[0-9]{1,9})?");

  public Behavior {
    requireNonNull(kind, "kind");
    if (number < 0 || number > kind.max) {
      throw new IllegalArgumentException("number: " + number + " (expected: 0.." + kind.max + ")");
    }
    // Either would end the name in the grammar.
    if (pod.filter(name -> name.isEmpty() || name.matches(".*[ ,].*")).isPresent()) {
      throw new IllegalArgumentException(
          "pod: \"" + pod.get() + "\" (expected: a name without space and comma)");
    }
  }

  /** Ends the call with the status of this code, 0..16. */
  public static Behavior errorCode(int code) {
    return new Behavior(Kind.ERROR_CODE, code, Optional.empty());
  }

  /** Waits so many seconds, 0..{@link #LONGEST_SECONDS}. */
  public static Behavior sleep(int seconds) {
    return new Behavior(Kind.SLEEP, seconds, Optional.empty());
  }

  /** Sends initial metadata, and then nothing; followed by a sleep, a reply after each. */
  public static Behavior keepOpen() {
    return new Behavior(Kind.KEEP_OPEN, 0, Optional.empty());
  }

  /** Answers as ever if the call was tried so many times before. */
  public static Behavior succeedOnRetryAttempt(int attempt) {
    return new Behavior(Kind.SUCCEED_ON_RETRY_ATTEMPT, attempt, Optional.empty());
  }

  /** The same, of one pod alone. */
  public Behavior at(String onlyPod) {
    return new Behavior(kind, number, Optional.of(onlyPod));
  }

  /** Whether this pod is to do it. */
  public boolean isFor(String thisPod) {
    return pod.isEmpty() || pod.get().equals(thisPod);
  }

  /** The description of the status that it ends a call with, as {@code rpc-behavior keep-open}. */
  public String description() {
    return Wire.RPC_BEHAVIOR.name() + " " + withoutPod();
  }

  /** The value of {@link Wire#RPC_BEHAVIOR} that asks for these, in this order. */
  public static String format(Behavior... behaviors) {
    return Arrays.stream(behaviors).map(Behavior::item).collect(Collectors.joining(","));
  }

  /**
   * What a request asks for, in order; empty if nothing.
   *
   * @throws IllegalArgumentException if an item is not of the grammar; the message says which, and
   *     what was expected
   */
  public static List<Behavior> in(Metadata request) {
    List<Behavior> behaviors = new ArrayList<>();
    Iterable<String> values = request.getAll(Wire.RPC_BEHAVIOR);
    if (values != null) {
      for (String value : values) {
        for (String item : value.split(",", -1)) {
          if (!item.isBlank()) {
            behaviors.add(parse(item.strip()));
          }
        }
      }
    }
    return List.copyOf(behaviors);
  }

  private static Behavior parse(String item) {
    Matcher matcher = ITEM.matcher(item);
    if (matcher.matches()) {
      String digits = matcher.group("number");
      int number = digits == null ? 0 : Integer.parseInt(digits);
      for (Kind kind : Kind.values()) {
        if (kind.text.equals(matcher.group("text"))
            && (digits != null) == kind.text.endsWith("-")
            && number <= kind.max) {
          return new Behavior(kind, number, Optional.ofNullable(matcher.group("pod")));
        }
      }
    }
    throw new IllegalArgumentException(
        Wire.RPC_BEHAVIOR.name()
            + ": \""
            + Wire.printable(item)
            + "\" (expected: "
            + EXPECTED
            + ")");
  }

  private String item() {
    return pod.map(name -> "hostname=" + name + " ").orElse("") + withoutPod();
  }

  private String withoutPod() {
    return kind == Kind.KEEP_OPEN ? kind.text : kind.text + number;
  }
}
