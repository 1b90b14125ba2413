package greeter.deploy;

import java.util.ArrayList;
import java.util.Collections;
import java.util.List;

/** A Job of several clients: they send at once, and each tells what merge adds up and judges. */
final class LoadJob implements Check {
  private static final List<List<String>> ARGS =
      List.of(List.of("-o", "json"), List.of("--slo", "errors=100%"));

  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Job")
        .filter(it -> it.at("spec", "completionMode").is("Indexed"))
        .forEach(it -> ofJob(it, findings));
    return findings;
  }

  private static void ofJob(Resource it, List<String> findings) {
    String together = it.at("spec", "parallelism").text();
    String all = it.at("spec", "completions").text();
    if (!together.equals(all)) {
      findings.add(it.finding("parallelism %s (expected: %s, as completions)", together, all));
    }
    for (Node container : it.containers()) {
      List<String> args = container.at("args").texts();
      for (List<String> expected : ARGS) {
        if (Collections.indexOfSubList(args, expected) < 0) {
          findings.add(it.finding("args %s (expected: %s)", args, String.join(" ", expected)));
        }
      }
    }
  }
}
