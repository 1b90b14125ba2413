package greeter.client.check;

import greeter.api.Wire;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.stream.Stream;

/** For a reader at a terminal: by group, and below each warning and failure what helps. */
public final class TableReport implements Report {
  private static final String INDENT = " ".repeat(15);

  @Override
  public void print(Checked checked, Grade failOn, PrintWriter out) {
    List<Result> alike = notRunAlike(checked.results());
    for (Group group : Group.values()) {
      List<Result> results =
          checked.results().stream()
              .filter(r -> r.code().group() == group && !alike.contains(r))
              .toList();
      if (!results.isEmpty()) {
        out.println(group.label());
        print(results, out);
      }
    }
    if (!alike.isEmpty()) {
      out.printf(
          "the other %d%n%s%n", alike.size(), ShortReport.line("-", "", alike.get(0).line()));
    }
    out.printf("%n%s, in %.1f s%n", checked.summary(), checked.took().toMillis() / 1000.0);
    checked.cutShort().map(Wire::printable).ifPresent(out::println);
    out.println(checked.verdict(failOn));
  }

  /** Those that one red code has kept from being run, where that is most of all; else none. */
  private static List<Result> notRunAlike(List<Result> results) {
    return results.stream()
        .map(Result::code)
        .map(
            need -> {
              String line = Result.notRun(need, "needs " + need).line();
              return results.stream().filter(result -> result.line().equals(line)).toList();
            })
        .filter(alike -> alike.size() > results.size() / 2)
        .findFirst()
        .orElse(List.of());
  }

  /**
   * Each result in one line, and below a warning, a failure and what is inconclusive for a known
   * cause what was seen of it and what helps: once for all that go by the same code and have the
   * same fixes.
   */
  public static void print(List<Result> results, PrintWriter out) {
    Set<List<Object>> helped = new HashSet<>();
    for (Result result : results) {
      print(result, helped.add(List.of(result.code(), result.fixes())), out);
    }
  }

  private static void print(Result result, boolean withFixes, PrintWriter out) {
    out.println(ShortReport.line(result));
    if (result.grade() != Grade.WARN
        && result.grade() != Grade.FAIL
        && !result.isInconclusiveForACause()) {
      return;
    }
    String line = Wire.printable(result.line());
    print(
        "seen",
        result.seen().stream().map(Wire::printable).filter(seen -> !line.contains(seen)).toList(),
        out);
    print("blame", result.blame().stream().map(Object::toString).toList(), out);
    print(
        "cause",
        Stream.of(result.cause()).filter(cause -> !cause.isEmpty()).map(Wire::printable).toList(),
        out);
    if (withFixes) {
      print("fix", fixes(result), out);
      print("more", List.of("greeter-client explain " + result.code()), out);
    }
  }

  /** By where they are made, in the order of the explanation. */
  private static List<String> fixes(Result result) {
    Map<String, List<String>> byPlace = new LinkedHashMap<>();
    result
        .fixes()
        .forEach(
            fix ->
                byPlace
                    .computeIfAbsent(fix.where(), place -> new ArrayList<>())
                    .add(fix.settingAlone()));
    int width = byPlace.keySet().stream().mapToInt(String::length).max().orElse(0);
    List<String> lines = new ArrayList<>();
    byPlace.forEach(
        (place, settings) -> {
          String column = place;
          for (String setting : settings) {
            lines.add(column + " ".repeat(width - column.length() + 2) + setting);
            column = "";
          }
        });
    return lines;
  }

  /** Under one heading, which is not repeated. */
  private static void print(String what, List<String> lines, PrintWriter out) {
    String heading = what + ":";
    for (String line : lines) {
      out.printf("%s%-6s %s%n", INDENT, heading, line);
      heading = "";
    }
  }
}
