package greeter.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/**
 * What an Ingress and the Helm values of its controller say together.
 *
 * @param ingress the object
 * @param values values.yaml
 */
record IngressNginx(Resource ingress, Node values) {
  static final KnownKeys CHART_KEYS = KnownKeys.of("ingress-nginx-chart-keys.txt");
  static final KnownKeys CONFIG_KEYS = KnownKeys.of("ingress-nginx-configmap-keys.txt");

  private static final String PREFIX = "nginx.ingress.kubernetes.io/";
  private static final Pattern SECONDS = Pattern.compile("(\\d+)s?");

  /** The values of the controller's ConfigMap. */
  Map<String, String> config() {
    return values.at("controller", "config").textFields();
  }

  /** The annotations that the controller reads, without their prefix. */
  Map<String, String> annotations() {
    return ingress.annotations().entrySet().stream()
        .filter(each -> each.getKey().startsWith(PREFIX))
        .collect(
            Collectors.toMap(
                each -> each.getKey().substring(PREFIX.length()), Map.Entry::getValue));
  }

  /** An annotation goes before the ConfigMap. */
  Optional<String> value(String name) {
    return Optional.ofNullable(annotations().getOrDefault(name, config().get(name)));
  }

  /** A directive of the snippet for all servers. */
  Optional<String> snippet(String directive) {
    return NginxConf.parse(config().getOrDefault("http-snippet", "")).value(directive);
  }

  List<String> findings() {
    List<String> findings = new ArrayList<>();
    CHART_KEYS.unknown(values).forEach(key -> findings.add(key + ": no value of the chart"));
    config().keySet().stream()
        .filter(key -> !CONFIG_KEYS.paths().contains(key))
        .forEach(key -> findings.add("controller.config." + key + ": no key of the controller"));
    ofClass(findings);
    ofShutdown(findings);
    ofIdleConnections(findings);
    ofMetrics(findings);
    if (!values.at("controller", "allowSnippetAnnotations").is(false)) {
      findings.add("controller.allowSnippetAnnotations (expected: false)");
    }
    return findings;
  }

  private void ofClass(List<String> findings) {
    Node its = values.at("controller", "ingressClassResource");
    if (!its.at("name").is(ingress.at("spec", "ingressClassName").text())) {
      findings.add(ingress.finding("class is not %s, the controller's", its.at("name").text()));
    }
    if (!values.at("controller", "ingressClass").is(its.at("name").text())) {
      findings.add("controller.ingressClass is not ingressClassResource.name");
    }
    // With the chart's own value this controller would serve the Ingresses of every other, too.
    if (its.at("controllerValue").text().isEmpty()
        || its.at("controllerValue").is("k8s.io/ingress-nginx")) {
      findings.add("controller.ingressClassResource.controllerValue is not its own");
    }
  }

  /** Listening on, then letting streams end, then 10 s for nginx, before it is killed. */
  private void ofShutdown(List<String> findings) {
    int needed =
        seconds(values.at("controller", "extraArgs", "shutdown-grace-period").text())
            + seconds(config().getOrDefault("worker-shutdown-timeout", "240s"))
            + 10;
    int given = values.at("controller", "terminationGracePeriodSeconds").whole().orElse(300);
    if (given < needed) {
      findings.add(
          "controller.terminationGracePeriodSeconds %d (expected: %d or more)"
              .formatted(given, needed));
    }
  }

  /** nginx ends an idle connection with a GOAWAY, a load balancer without a word. */
  private void ofIdleConnections(List<String> findings) {
    int nginx = seconds(config().getOrDefault("keep-alive", "75"));
    values
        .at("controller", "service", "annotations")
        .textFields()
        .forEach(
            (name, value) -> {
              Matcher idle = Pattern.compile("tcp\\.idle_timeout\\.seconds=(\\d+)").matcher(value);
              if (idle.find() && Integer.parseInt(idle.group(1)) <= nginx) {
                findings.add("%s: not longer than keep-alive %d".formatted(name, nginx));
              }
            });
  }

  /** Whoever collects metrics is told the port that has them, and the container by its name. */
  private void ofMetrics(List<String> findings) {
    Node metrics = values.at("controller", "metrics");
    String port = metrics.at("port").exists() ? metrics.at("port").text() : "10254";
    Node prometheus = metrics.at("service", "annotations", "prometheus.io/port");
    if (prometheus.exists() && !prometheus.is(port)) {
      findings.add("%s %s (expected: %s)".formatted(prometheus.path(), prometheus.text(), port));
    }
    Node name = values.at("controller", "containerName");
    String container = name.exists() ? name.text() : "controller";
    values
        .at("controller", "podAnnotations")
        .fields()
        .forEach(
            (key, value) -> {
              if (key.startsWith("ad.datadoghq.com/")
                  && !key.startsWith("ad.datadoghq.com/" + container + ".")) {
                findings.add(key + ": no container of that name");
              }
              if (key.startsWith("ad.datadoghq.com/") && key.endsWith(".checks")) {
                ofDatadog(value, port, findings);
              }
            });
  }

  /** JSON, which is YAML, too. */
  private static void ofDatadog(Node value, String port, List<String> findings) {
    List<Node> checks = Node.parse(value.text());
    if (checks.stream()
        .flatMap(Node::walk)
        .map(Node::text)
        .noneMatch(text -> text.matches("https?://%%host%%:" + port + "/metrics"))) {
      findings.add(value.path() + ": no URL at port " + port);
    }
  }

  /** Of 240s or 3600; 0 where there is none. */
  static int seconds(String text) {
    Matcher matcher = SECONDS.matcher(text);
    return matcher.matches() ? Integer.parseInt(matcher.group(1)) : 0;
  }
}
