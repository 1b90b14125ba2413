package greeter.deploy;

import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.TreeSet;
import java.util.function.Function;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** What deploy/local/nginx.conf and the Ingress with its controller both promise, and how. */
final class Promises {
  /**
   * One promise.
   *
   * @param promise in words
   * @param directive in nginx.conf
   * @param key of an annotation or of the ConfigMap; empty for one of the snippet for all servers
   * @param ofNginx what nginx takes where its file says nothing
   * @param ofController what the controller writes where nobody says anything
   * @param unit what both are turned into before they are compared
   */
  private record Row(
      String promise,
      String directive,
      String key,
      String ofNginx,
      String ofController,
      Function<String, String> unit) {
    String local(NginxConf server) {
      return unit.apply(server.value(directive).orElse(ofNginx));
    }

    String cluster(IngressNginx ingress) {
      Optional<String> value = key.isEmpty() ? ingress.snippet(directive) : ingress.value(key);
      return unit.apply(value.orElse(ofController));
    }
  }

  private static final List<Row> TABLE =
      List.of(
          new Row(
              "quiet from the pod",
              "grpc_read_timeout",
              "proxy-read-timeout",
              "60",
              "60",
              Promises::time),
          new Row(
              "quiet to the pod",
              "grpc_send_timeout",
              "proxy-send-timeout",
              "60",
              "60",
              Promises::time),
          new Row(
              "quiet of the client",
              "client_body_timeout",
              "client-body-timeout",
              "60",
              "60",
              Promises::time),
          new Row(
              "bytes of a stream",
              "client_max_body_size",
              "proxy-body-size",
              "1m",
              "1m",
              Promises::bytes),
          new Row(
              "wait for a pod",
              "grpc_connect_timeout",
              "proxy-connect-timeout",
              "60",
              "5",
              Promises::time),
          new Row(
              "what is tried again",
              "grpc_next_upstream",
              "",
              "error timeout",
              "error timeout",
              Promises::words),
          new Row("pods that are tried", "grpc_next_upstream_tries", "", "0", "0", Promises::words),
          new Row("time to try", "grpc_next_upstream_timeout", "", "0", "0", Promises::time),
          new Row(
              "dead pods are noticed", "grpc_socket_keepalive", "", "off", "off", Promises::words),
          new Row(
              "calls on a connection",
              "keepalive_requests",
              "keep-alive-requests",
              "1000",
              "1000",
              Promises::words),
          new Row(
              "streams of a connection",
              "http2_max_concurrent_streams",
              "http2-max-concurrent-streams",
              "128",
              "128",
              Promises::words),
          new Row(
              "metadata",
              "large_client_header_buffers",
              "large-client-header-buffers",
              "4 8k",
              "4 8k",
              Promises::bytes));

  /** Of the server in nginx.conf, and no promise: what only a file for one machine needs. */
  private static final Set<String> ONLY_LOCAL =
      Set.of(
          "include", // the address, which a run chooses
          "grpc_set_header", // the controller sets Host, too
          "location", // the paths have a check of their own
          "error_page"); // gRPC's own errors; the controller answers with pages

  /** Of the Ingress and its controller, and nothing to do on one machine. */
  private static final Set<String> ONLY_CLUSTER =
      Set.of(
          "backend-protocol", // grpc_pass says it in nginx.conf
          "ssl-redirect", // no TLS on one machine
          "keep-alive", // bounded by the load balancer in front
          "worker-shutdown-timeout", // no reload on one machine
          "http-snippet"); // its directives are in the table

  private Promises() {}

  /** Where the two differ, and what one says that is in no table. */
  static List<String> differences(NginxConf nginx, IngressNginx ingress) {
    NginxConf server = nginx.the("http").the("server");
    List<String> differences = new ArrayList<>();
    for (Row row : TABLE) {
      String local = row.local(server);
      String cluster = row.cluster(ingress);
      if (!local.equals(cluster)) {
        differences.add(
            "%s: %s %s in nginx.conf, %s in the cluster"
                .formatted(row.promise(), row.directive(), local, cluster));
      }
    }
    Set<String> paths = paths(server);
    if (!paths.equals(paths(ingress.ingress()))) {
      differences.add(
          "paths: %s in nginx.conf, %s in the cluster".formatted(paths, paths(ingress.ingress())));
    }
    unlisted(server.block().stream().map(NginxConf::name), Row::directive, ONLY_LOCAL)
        .forEach(name -> differences.add(name + " of nginx.conf is in no table"));
    unlisted(
            Stream.concat(
                ingress.annotations().keySet().stream(), ingress.config().keySet().stream()),
            Row::key,
            ONLY_CLUSTER)
        .forEach(name -> differences.add(name + " of the cluster is in no table"));
    unlisted(
            NginxConf.parse(ingress.config().getOrDefault("http-snippet", "")).block().stream()
                .map(NginxConf::name),
            Row::directive,
            Set.of())
        .forEach(name -> differences.add(name + " of http-snippet is in no table"));
    return differences;
  }

  /** Where a snippet of nginx's own directives differs from the same ones in nginx.conf. */
  static List<String> differences(NginxConf nginx, String snippet) {
    NginxConf server = nginx.the("http").the("server");
    List<String> differences = new ArrayList<>();
    for (NginxConf directive : NginxConf.parse(snippet).block()) {
      Optional<Row> row =
          TABLE.stream().filter(each -> each.directive().equals(directive.name())).findFirst();
      String cluster = String.join(" ", directive.args());
      if (row.isEmpty()
          || !row.get().local(server).equals(row.get().unit().apply(cluster))) {
        differences.add(
            "%s: %s in nginx.conf, %s in the snippet"
                .formatted(
                    directive.name(), row.map(it -> it.local(server)).orElse("nothing"), cluster));
      }
    }
    return differences;
  }

  private static Set<String> unlisted(
      Stream<String> names, Function<Row, String> column, Set<String> others) {
    Set<String> listed = TABLE.stream().map(column).collect(Collectors.toSet());
    return names
        .filter(name -> !listed.contains(name) && !others.contains(name))
        .collect(Collectors.toCollection(TreeSet::new));
  }

  /** Each with the Service that it leads to, as "/helloworld.Hello/ hello-grpc". */
  private static Set<String> paths(NginxConf server) {
    Set<String> paths = new TreeSet<>();
    for (NginxConf location : server.all("location").toList()) {
      location
          .value("grpc_pass")
          .ifPresent(pods -> paths.add(location.args().get(0) + " " + pods.replace("grpc://", "")));
    }
    return paths;
  }

  /** A path of type Prefix ends where an element does, as if it had a slash there. */
  private static Set<String> paths(Resource ingress) {
    Set<String> paths = new TreeSet<>();
    for (Node rule : ingress.at("spec", "rules").items()) {
      for (Node path : rule.at("http", "paths").items()) {
        boolean prefix = path.at("pathType").is("Prefix");
        paths.add(
            (path.at("path").text() + (prefix ? "/ " : " "))
                + path.at("backend", "service", "name").text());
      }
    }
    return paths;
  }

  /** In seconds: nginx writes 1h, the controller's keys 3600. */
  private static String time(String text) {
    Matcher matcher = Pattern.compile("(\\d+)([smhd]?)").matcher(text);
    if (!matcher.matches()) {
      throw new IllegalArgumentException(text + " (expected: a time, as 30, 30s, 5m or 1h)");
    }
    long unit =
        switch (matcher.group(2)) {
          case "m" -> 60;
          case "h" -> 3600;
          case "d" -> 86400;
          default -> 1;
        };
    return Long.parseLong(matcher.group(1)) * unit + " s";
  }

  /** Each number in bytes. */
  private static String bytes(String text) {
    Matcher matcher = Pattern.compile("(\\d+)([kmg])").matcher(text);
    return matcher.replaceAll(
        match ->
            Long.toString(
                Long.parseLong(match.group(1)) << (10 * ("kmg".indexOf(match.group(2)) + 1))));
  }

  private static String words(String text) {
    return text;
  }
}
