package greeter.testbed;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Grade;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.MatchResult;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.snakeyaml.engine.v2.api.Load;
import org.snakeyaml.engine.v2.api.LoadSettings;

/** {@code deploy/local/proxies/ground-truth.yaml}: what check must find behind real proxies. */
final class GroundTruth {
  private static final Path FILE = Project.root().resolve("deploy/local/proxies/ground-truth.yaml");
  private static final Set<String> OF_A_CONFIGURATION =
      Set.of("from", "replace", "with", "program", "pods", "client", "codes", "expect");

  /** Any of them makes of a configuration another one, which has no file of its own. */
  private static final Set<String> CHANGES = Set.of("replace", "pods", "client");

  private static final Set<String> OF_AN_EXPECTATION =
      Set.of("grade", "number", "blame", "says", "fix", "because", "tried", "full");

  /** Of a setting, as in {@code client_max_body_size 1m}. */
  private static final Pattern NAME = Pattern.compile("[A-Za-z_][\\w.-]{2,}");

  private static final Set<String> OF_FULL = Set.of("grade", "number", "blame", "says");

  /**
   * One configuration of one proxy.
   *
   * @param configuration its text, after the replacement
   * @param pods variables of their environment
   * @param client what check is told of TLS
   * @param codes to check alone, in the long form; none: all, in the form that is asked for
   * @param expected of each code that check runs
   */
  record Case(
      RealProxy proxy,
      String name,
      String configuration,
      Map<String, String> pods,
      Caller client,
      Set<Code> codes,
      Map<Code, Expectation> expected) {
    /** Starts the proxy. */
    Ingress start(Ring ring, Path folder) throws Exception {
      return proxy.start(
          configuration.contains(Certificates.PLACE)
              ? configuration.replace(Certificates.PLACE, Certificates.get().folder().toString())
              : configuration,
          ring,
          folder);
    }

    @Override
    public String toString() {
      return proxy.name().toLowerCase(Locale.ROOT).replace('_', '-') + " " + name;
    }
  }

  /**
   * What is expected of a code, in each form of check.
   *
   * @param fix words of which one is in what mends it at this proxy; none: nothing is said of that
   */
  record Expectation(
      Verdict quick, Verdict full, Set<String> fix, String because, Optional<String> tried) {
    /** Whether the proxy is found wrong. */
    boolean isRed() {
      return Stream.of(quick, full)
          .anyMatch(
              verdict ->
                  verdict.blames().contains(Blame.PROXY)
                      && !Collections.disjoint(verdict.grades(), Set.of(Grade.WARN, Grade.FAIL)));
    }

    /** The same, where the fix is one of the words, unless it says more itself. */
    Expectation fixedBy(Set<String> words) {
      return isRed() && fix.isEmpty() ? new Expectation(quick, full, words, because, tried) : this;
    }
  }

  /**
   * What a check comes to.
   *
   * @param grades one of these
   * @param blames one of these; empty: whoever it is
   * @param number in the unit of the code's bounds; true within a tenth
   * @param says what is part of its line
   */
  record Verdict(
      Set<Grade> grades, OptionalDouble number, Set<Blame> blames, Optional<String> says) {}

  private GroundTruth() {}

  /**
   * Every case, in the order of the file.
   *
   * @throws IllegalArgumentException if the file is not as its head says
   */
  static List<Case> read() throws IOException {
    List<Case> cases = new ArrayList<>();
    for (var proxy : map(load(Files.readString(FILE))).entrySet()) {
      List<RealProxy> programs = RealProxy.in(proxy.getKey());
      expect(!programs.isEmpty(), proxy.getKey() + " is no proxy");
      for (RealProxy program : programs) {
        cases.addAll(cases(program, map(proxy.getValue())));
      }
    }
    return cases;
  }

  private static List<Case> cases(RealProxy proxy, Map<String, Object> configurations)
      throws IOException {
    // Each comes after the one that it is made from.
    Map<String, Case> cases = new LinkedHashMap<>();
    for (var entry : configurations.entrySet()) {
      Map<String, Object> text = map(entry.getValue());
      boolean isForIt =
          string(text, "program")
              .map(constant(RealProxy::valueOf))
              .map(program -> program == proxy)
              .orElse(true);
      if (isForIt) {
        cases.put(
            entry.getKey(),
            text.containsKey("from")
                ? derived(proxy, entry.getKey(), text, cases)
                : new Case(
                    proxy,
                    entry.getKey(),
                    proxy.configuration(entry.getKey()),
                    Map.of("GREETER_FAULT_INJECTION", "true"),
                    Caller.CLEARTEXT,
                    Set.of(),
                    expectations(text)));
      }
    }
    return List.copyOf(cases.values());
  }

  private static Case derived(
      RealProxy proxy, String name, Map<String, Object> text, Map<String, Case> cases)
      throws IOException {
    known(text, OF_A_CONFIGURATION, name);
    Case from = cases.get(string(text, "from").orElseThrow());
    expect(from != null, name + " comes before what it is made from");
    Map<String, String> pods = new LinkedHashMap<>(from.pods());
    if (text.containsKey("pods")) {
      map(text.get("pods")).forEach((variable, value) -> pods.put(variable, (String) value));
    }
    Map<Code, Expectation> expected = new LinkedHashMap<>(from.expected());
    Set<String> changed = changedWords(text);
    expectations(map(text.get("expect")))
        .forEach((code, expectation) -> expected.put(code, expectation.fixedBy(changed)));
    return new Case(
        proxy,
        name,
        Collections.disjoint(text.keySet(), CHANGES)
            ? proxy.configuration(name)
            : changed(name, text, from),
        Map.copyOf(pods),
        string(text, "client").map(constant(Caller::valueOf)).orElse(from.client()),
        several(text.get("codes"), GroundTruth::code),
        Map.copyOf(expected));
  }

  private static String changed(String name, Map<String, Object> text, Case from) {
    Optional<String> replace = string(text, "replace");
    if (replace.isEmpty()) {
      return from.configuration();
    }
    expect(
        from.configuration().contains(replace.get()),
        "%s: no \"%s\" in %s".formatted(name, replace.get(), from));
    return from.configuration().replace(replace.get(), string(text, "with").orElseThrow());
  }

  /**
   * The names in a replacement: those of one side alone, or, where only a value is another, those
   * of both.
   */
  private static Set<String> changedWords(Map<String, Object> text) {
    Set<String> before = words(string(text, "replace").orElse(""));
    Set<String> after = words(string(text, "with").orElse(""));
    Set<String> both = new TreeSet<>(before);
    both.retainAll(after);
    Set<String> words = new TreeSet<>(before);
    words.addAll(after);
    if (!words.equals(both)) {
      words.removeAll(both);
    }
    return words;
  }

  private static Set<String> words(String text) {
    return NAME.matcher(text).results().map(MatchResult::group).collect(Collectors.toSet());
  }

  private static Map<Code, Expectation> expectations(Map<String, Object> text) {
    Map<Code, Expectation> expectations = new LinkedHashMap<>();
    text.forEach((label, value) -> expectations.put(code(label), expectation(label, map(value))));
    return expectations;
  }

  private static Code code(String label) {
    return Code.of(label).orElseThrow(() -> new IllegalArgumentException("no code " + label));
  }

  private static Expectation expectation(String label, Map<String, Object> text) {
    known(text, OF_AN_EXPECTATION, label);
    Verdict quick = verdict(text);
    Verdict full = quick;
    if (text.containsKey("full")) {
      known(map(text.get("full")), OF_FULL, label);
      full = verdict(map(text.get("full")));
    }
    return new Expectation(
        quick,
        full,
        several(text.get("fix"), Function.identity()),
        string(text, "because")
            .orElseThrow(() -> new IllegalArgumentException(label + " gives no reason")),
        string(text, "tried"));
  }

  private static Verdict verdict(Map<String, Object> text) {
    Object number = text.get("number");
    return new Verdict(
        several(text.get("grade"), constant(Grade::valueOf)),
        number == null
            ? OptionalDouble.empty()
            : OptionalDouble.of(((Number) number).doubleValue()),
        several(text.get("blame"), constant(Blame::valueOf)),
        string(text, "says"));
  }

  private static <T> Set<T> several(Object text, Function<String, T> named) {
    List<?> words =
        text == null ? List.of() : text instanceof List<?> several ? several : List.of(text);
    return words.stream()
        .map(String.class::cast)
        .map(named)
        .collect(Collectors.toUnmodifiableSet());
  }

  private static <T> Function<String, T> constant(Function<String, T> named) {
    return text -> named.apply(text.toUpperCase(Locale.ROOT).replace(' ', '_').replace('-', '_'));
  }

  private static void known(Map<String, Object> text, Set<String> keys, String where) {
    expect(keys.containsAll(text.keySet()), where + " has " + text.keySet());
  }

  private static void expect(boolean condition, String otherwise) {
    if (!condition) {
      throw new IllegalArgumentException(otherwise);
    }
  }

  private static Object load(String yaml) {
    return new Load(LoadSettings.builder().setLabel(FILE.toString()).build()).loadFromString(yaml);
  }

  private static Optional<String> string(Map<String, Object> text, String key) {
    return Optional.ofNullable(text.get(key)).map(String.class::cast);
  }

  @SuppressWarnings("unchecked") // the keys of this file are text
  private static Map<String, Object> map(Object value) {
    return (Map<String, Object>) value;
  }
}
