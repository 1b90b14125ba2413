package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Checkup;
import greeter.client.check.Code;
import greeter.client.check.Form;
import greeter.client.check.Grade;
import greeter.client.check.Group;
import greeter.client.check.Result;
import greeter.client.check.Selection;
import greeter.client.connect.Connector;
import greeter.client.connect.Target;
import greeter.client.connect.Tls;
import greeter.testbed.GroundTruth.Case;
import greeter.testbed.GroundTruth.Expectation;
import greeter.testbed.GroundTruth.Verdict;
import io.grpc.Metadata;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.attribute.PosixFilePermissions;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalInt;
import java.util.Set;
import java.util.function.Function;
import java.util.logging.Level;
import java.util.logging.Logger;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Timeout;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.api.parallel.Execution;
import org.junit.jupiter.api.parallel.ExecutionMode;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * check finds behind each real proxy what {@code deploy/local/proxies/ground-truth.yaml} expects,
 * and nothing else. {@code deploy/local/ground-truth} runs it. Each case has pods of its own: they
 * count the calls that are cancelled.
 */
@Execution(ExecutionMode.CONCURRENT)
class GroundTruthIT {
  private static final int PODS = 3;

  /** Several cases share two cores. */
  private static final Duration DEADLINE = Duration.ofSeconds(10);

  /** Kept, since a logger that nobody holds loses its level. */
  private static final Logger GRPC_LOG = Logger.getLogger("io.grpc");

  @TempDir Path folder;

  /** As in the program itself; what proxies do here would fill the log. */
  @BeforeAll
  static void quiet() {
    GRPC_LOG.setLevel(Level.OFF);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource
  @Tag("ground-truth")
  @Timeout(180)
  void quick(Case each) throws Exception {
    assertThat(
            each.codes().isEmpty()
                ? differences(each, Selection.of(List.of(), List.of()), false)
                : differences(each, each.codes(), true))
        .as(each.toString())
        .isEmpty();
  }

  /** First those that wait for long. */
  static Stream<Case> quick() throws Exception {
    return asked().sorted(Comparator.comparing(each -> each.codes().isEmpty()));
  }

  /** What shows only in minutes; of the rest the quick form judges. */
  @ParameterizedTest(name = "{0}")
  @MethodSource
  @Tag("ground-truth-full")
  @Timeout(900)
  void full(Case each) throws Exception {
    Set<Code> codes = EnumSet.allOf(Code.class);
    codes.removeIf(code -> code.form() != Form.FULL);

    assertThat(differences(each, codes, true)).as(each.toString()).isEmpty();
  }

  static Stream<Case> full() throws Exception {
    return asked()
        .filter(each -> each.name().equals("smallest") || each.name().equals("recommended"));
  }

  /**
   * Shares have a reckoning of how often they are called uneven by chance. What hangs on time has
   * none: it is tried where nothing is wrong, again and again, on a machine that is busy with that.
   */
  @ParameterizedTest
  @MethodSource
  @Tag("ground-truth-full")
  @Timeout(180)
  void again(int run) throws Exception {
    Set<Code> codes = EnumSet.allOf(Code.class);
    codes.removeIf(code -> code.form() == Form.LOAD || code.group() == Group.BALANCING);
    Case well =
        GroundTruth.read().stream()
            .filter(each -> each.toString().equals("nginx recommended"))
            .findFirst()
            .orElseThrow();

    assertThat(differences(well, codes, false)).as("run " + run).isEmpty();
  }

  /** So many runs as the property {@code ground-truth.again} says. */
  static IntStream again() {
    return IntStream.rangeClosed(1, Integer.getInteger("ground-truth.again"));
  }

  /** All cases, or those whose names hold the text of the property {@code ground-truth.only}. */
  private static Stream<Case> asked() throws Exception {
    String only = System.getProperty("ground-truth.only", "");
    return GroundTruth.read().stream().filter(each -> each.toString().contains(only));
  }

  private List<String> differences(Case each, Set<Code> codes, boolean full) throws Exception {
    // nginx's workers are nobody: where they may not look, what is missing is 403, not 404.
    Files.setPosixFilePermissions(folder, PosixFilePermissions.fromString("rwxr-xr-x"));
    try (Ring ring = Ring.inProcess(PODS, each.pods());
        Ingress proxy = each.start(ring, folder)) {
      Map<Code, Result> results =
          Checkup.of(codes, DEADLINE, OptionalInt.of(PODS), 0.2, full)
              .run(connector(proxy.address(), each.client().tls()), Optional.empty(), result -> {})
              .results()
              .stream()
              .collect(Collectors.toMap(Result::code, Function.identity()));
      List<String> differences = new ArrayList<>();
      for (Code code : codes) {
        Expectation expectation = each.expected().get(code);
        Verdict expected = full ? expectation.full() : expectation.quick();
        Result result = results.get(code);
        if (!isAs(expected, result)) {
          differences.add("%s: expected %s, found %s".formatted(code, expected, result));
        } else if (!isMended(each.proxy(), expectation.fix(), result)) {
          differences.add(
              "%s: expected a fix by one of %s, found %s"
                  .formatted(code, expectation.fix(), result.fixes()));
        }
      }
      return differences;
    }
  }

  private static boolean isAs(Verdict expected, Result result) {
    boolean sameNumber =
        expected.number().isEmpty()
            || (result.number().isPresent()
                && Math.abs(result.number().getAsDouble() - expected.number().getAsDouble())
                    <= expected.number().getAsDouble() / 10);
    return expected.grades().contains(result.grade())
        && sameNumber
        && expected.says().stream().allMatch(result.line()::contains)
        && (expected.blames().isEmpty()
            || result.grade() == Grade.PASS
            || result.blame().filter(expected.blames()::contains).isPresent());
  }

  /** Whether what is printed names the setting, if it blames the proxy. */
  private static boolean isMended(RealProxy proxy, Set<String> words, Result result) {
    return words.isEmpty()
        || result.blame().filter(Blame.PROXY::equals).isEmpty()
        || result.fixes().stream()
            .filter(fix -> fix.where().equals(proxy.label()))
            .anyMatch(fix -> words.stream().anyMatch(fix.toString()::contains));
  }

  private static Connector connector(String address, Optional<Tls> tls) {
    return new Connector(
        Target.parse(address, 80), tls, Optional.empty(), "pick_first", new Metadata());
  }
}
