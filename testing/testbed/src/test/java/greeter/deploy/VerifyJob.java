package greeter.deploy;

import greeter.client.ClientContract;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;

/**
 * The client as a Job: its arguments are ones that it takes, a verdict fails the Job at once, and
 * only a target that is not there is tried again.
 *
 * @param host what it must give as authority
 */
record VerifyJob(String host) implements Check {
  @Override
  public List<String> findings(List<Resource> objects) {
    List<String> findings = new ArrayList<>();
    Resource.of(objects, "Job").forEach(it -> ofJob(it, findings));
    return findings;
  }

  private void ofJob(Resource it, List<String> findings) {
    if (!it.pod().at("restartPolicy").is("Never")) {
      findings.add(it.finding("restartPolicy (expected: Never, which podFailurePolicy needs)"));
    }
    for (Node container : it.containers()) {
      List<String> args = args(container);
      ClientContract.usageError(args.toArray(String[]::new))
          .ifPresent(error -> findings.add(it.finding("args %s: %s", args, error)));
      int authority = args.indexOf("--authority");
      if (authority < 0 || !args.subList(authority, args.size()).contains(host)) {
        findings.add(it.finding("args %s (expected: --authority %s)", args, host));
      }
      for (int code : ClientContract.failures()) {
        boolean ends = action(it, container.at("name").text(), code).equals("FailJob");
        if (ends == (code == ClientContract.UNREACHABLE)) {
          findings.add(
              it.finding("exit code %d %s", code, ends ? "fails the Job" : "is tried again"));
        }
      }
    }
  }

  /** With $(NAME) replaced, as Kubernetes does. */
  private static List<String> args(Node container) {
    Map<String, String> env = Environment.of(container);
    List<String> args = new ArrayList<>();
    for (String arg : container.at("args").texts()) {
      String replaced = arg;
      for (Map.Entry<String, String> variable : env.entrySet()) {
        replaced = replaced.replace("$(" + variable.getKey() + ")", variable.getValue());
      }
      args.add(replaced);
    }
    return args;
  }

  /** Of the first rule that the exit code fits; Count, as Kubernetes says, where none does. */
  private static String action(Resource it, String container, int code) {
    for (Node rule : it.at("spec", "podFailurePolicy", "rules").items()) {
      Node exit = rule.at("onExitCodes");
      Node of = exit.at("containerName");
      boolean listed = exit.at("values").items().stream().anyMatch(value -> value.is(code));
      if (exit.exists()
          && (!of.exists() || of.is(container))
          && listed == exit.at("operator").is("In")) {
        return rule.at("action").text();
      }
    }
    return "Count";
  }
}
