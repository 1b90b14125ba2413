package greeter.deploy;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * What kube-aws 0.16 demands of a cluster.yaml, by the code of its release:
 * github.com/kubernetes-retired/kube-aws, pkg/api (validate in cluster.go, Validate in
 * deployment.go, api_endpoint.go, api_endpoint_lb.go, asg.go, controller.go, worker_node_pool.go).
 * Rules on what the file does not use (existing networks, spot fleets) are not here.
 */
final class KubeAws {
  private static final KnownKeys KEYS = KnownKeys.of("kube-aws-keys.txt");

  private final Node cluster;
  private final List<String> findings = new ArrayList<>();

  private KubeAws(Node cluster) {
    this.cluster = cluster;
  }

  static List<String> findings(Node cluster) {
    KubeAws it = new KubeAws(cluster);
    KEYS.unknown(cluster).forEach(key -> it.findings.add(key + ": no such key"));
    it.needed();
    it.endpoints();
    it.networks();
    it.subnets();
    it.nodes();
    return it.findings;
  }

  private void needed() {
    expect(cluster.at("clusterName"), "[a-zA-Z0-9-:]+");
    expect(cluster.at("s3URI"), "s3://.+");
    expect(cluster.at("region"), ".+");
    expect(cluster.at("kubernetesVersion"), "v1\\.16\\.\\d+");
    expect(cluster.at("kmsKeyArn"), ".*:" + cluster.at("region").text() + ":.*");
    if (!cluster.at("keyName").exists() && cluster.at("sshAuthorizedKeys").items().isEmpty()) {
      findings.add("keyName: missing");
    }
    if (cluster.at("releaseChannel").exists()) {
      expect(cluster.at("releaseChannel"), "alpha|beta|stable");
    }
    Node type = cluster.at("kubernetes", "networking", "selfHosting", "type");
    if (type.exists()) {
      expect(type, "canal|flannel");
    }
  }

  private void endpoints() {
    List<Node> endpoints = cluster.at("apiEndpoints").items();
    if (endpoints.isEmpty() != cluster.at("externalDNSName").exists()) {
      findings.add("apiEndpoints or externalDNSName: one of the two");
    }
    for (Node endpoint : endpoints) {
      expect(endpoint.at("name"), ".+");
      expect(endpoint.at("dnsName"), ".+");
      boolean hasZone = endpoint.at("loadBalancer", "hostedZone", "id").exists();
      boolean isByHand = endpoint.at("loadBalancer", "recordSetManaged").is(false);
      if (hasZone == isByHand) {
        findings.add(endpoint.path() + ".loadBalancer: hostedZone.id or recordSetManaged: false");
      }
    }
  }

  private void networks() {
    Map<String, Cidr> networks = new LinkedHashMap<>();
    for (String name : List.of("vpcCIDR", "podCIDR", "serviceCIDR")) {
      cidr(cluster.at(name)).ifPresent(cidr -> networks.put(name, cidr));
    }
    disjoint(networks);
    Cidr services = networks.get("serviceCIDR");
    Optional<Long> dns = Cidr.address(cluster.at("dnsServiceIP").text());
    // The first address after the network's own is the API's.
    if (services != null
        && dns.filter(services::contains).filter(a -> a != services.first() + 1).isEmpty()) {
      findings.add("dnsServiceIP: not in serviceCIDR, or its first address");
    }
  }

  private void subnets() {
    Optional<Cidr> vpc = Cidr.parse(cluster.at("vpcCIDR").text());
    Map<String, Cidr> subnets = new LinkedHashMap<>();
    for (Node subnet : cluster.at("subnets").items()) {
      expect(subnet.at("availabilityZone"), cluster.at("region").text() + "[a-z]");
      cidr(subnet.at("instanceCIDR")).ifPresent(cidr -> subnets.put(subnet.path(), cidr));
    }
    disjoint(subnets);
    subnets.forEach(
        (path, cidr) -> {
          if (vpc.filter(it -> it.contains(cidr.first()) && it.contains(cidr.last())).isEmpty()) {
            findings.add(path + ".instanceCIDR: not in vpcCIDR");
          }
        });
    boolean hasSubnets = !cluster.at("subnets").items().isEmpty();
    for (String one : List.of("availabilityZone", "instanceCIDR")) {
      if (hasSubnets && cluster.at(one).exists()) {
        findings.add(one + ": not beside subnets");
      }
    }
    if (!hasSubnets && !cluster.at("availabilityZone").exists()) {
      findings.add("subnets or availabilityZone: missing");
    }
  }

  private void nodes() {
    List<Node> pools = cluster.at("worker", "nodePools").items();
    if (pools.isEmpty()) {
      findings.add("worker.nodePools: missing");
    }
    List<Node> groups = new ArrayList<>(pools);
    groups.add(cluster.at("controller"));
    groups.add(cluster.at("etcd"));
    groups.forEach(this::nodes);
    for (Node pool : pools) {
      expect(pool.at("name"), ".+");
    }
    if (!cluster.at("controller", "taints").items().isEmpty()) {
      findings.add("controller.taints: break the cluster");
    }
  }

  private void nodes(Node group) {
    List<String> known =
        cluster.at("subnets").items().stream().map(subnet -> subnet.at("name").text()).toList();
    for (Node subnet : group.at("subnets").items()) {
      if (!known.contains(subnet.at("name").text())) {
        findings.add(subnet.path() + ".name: not of subnets " + known);
      }
    }
    Node scaling = group.at("autoScalingGroup");
    int min = scaling.at("minSize").whole().orElse(0);
    int max = scaling.at("maxSize").whole().orElse(0);
    if (min > max) {
      findings.add(scaling.path() + ": minSize is more than maxSize");
    }
    // 1 is the count's own default, and so cannot be told from none.
    if (max > 0 && group.at("count").exists() && !group.at("count").is(1)) {
      findings.add(group.path() + ": count or autoScalingGroup, not both");
    }
    Node volume = group.at("rootVolume");
    if (volume.at("type").exists()) {
      expect(volume.at("type"), "standard|gp2|io1");
    }
  }

  private Optional<Cidr> cidr(Node place) {
    Optional<Cidr> cidr = Cidr.parse(place.text());
    if (cidr.isEmpty()) {
      findings.add("%s \"%s\" (expected: a CIDR)".formatted(place.path(), place.text()));
    }
    return cidr;
  }

  private void disjoint(Map<String, Cidr> blocks) {
    blocks.forEach(
        (name, cidr) -> {
          List<String> overlapping =
              blocks.entrySet().stream()
                  .filter(other -> !other.getKey().equals(name))
                  .filter(other -> other.getValue().overlaps(cidr))
                  .map(Map.Entry::getKey)
                  .collect(Collectors.toList());
          if (!overlapping.isEmpty()) {
            findings.add(name + ": overlaps " + overlapping);
          }
        });
  }

  private void expect(Node place, String pattern) {
    if (!place.text().matches(pattern)) {
      findings.add("%s \"%s\" (expected: %s)".formatted(place.path(), place.text(), pattern));
    }
  }
}
