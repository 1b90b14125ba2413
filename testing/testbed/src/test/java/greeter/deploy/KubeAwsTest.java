package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class KubeAwsTest {
  private static final Path FILE = Renderings.DEPLOY.resolve("cluster/kube-aws/cluster.yaml");

  private static final String GOOD =
      """
      clusterName: greeter
      s3URI: s3://bucket/greeter
      region: eu-west-1
      keyName: me
      kmsKeyArn: arn:aws:kms:eu-west-1:0:key/0
      kubernetesVersion: v1.16.10
      releaseChannel: stable
      apiEndpoints: [{name: default, dnsName: k.example.com, loadBalancer: {hostedZone: {id: Z0}}}]
      vpcCIDR: 10.0.0.0/16
      podCIDR: 10.2.0.0/16
      serviceCIDR: 10.3.0.0/24
      dnsServiceIP: 10.3.0.10
      subnets:
        - {name: a, availabilityZone: eu-west-1a, instanceCIDR: 10.0.0.0/24}
        - {name: b, availabilityZone: eu-west-1b, instanceCIDR: 10.0.1.0/24}
      kubernetes: {networking: {selfHosting: {type: canal}}}
      controller: {autoScalingGroup: {minSize: 2, maxSize: 3}}
      etcd: {count: 3}
      worker: {nodePools: [{name: a, subnets: [{name: a}], count: 2, rootVolume: {type: gp2}}]}
      """;

  @Test
  void cluster_isWhatKubeAwsTakes() throws IOException {
    assertThat(KubeAws.findings(Node.read(FILE))).isEmpty();
  }

  @Test
  void example_isRight() {
    assertThat(KubeAws.findings(Node.parse(GOOD).get(0))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          key_ofTheTop | keyName | keyname | keyname: no such key
          key_ofAPool | rootVolume: {type | rootVolume: {kind | worker.nodePools[0].rootVolume.kind: no such key
          key_ofTheController | minSize: 2, | minimum: 2, | controller.autoScalingGroup.minimum: no such key
          key_ofEtcd | etcd: {count | etcd: {size | etcd.size: no such key
          key_ofAnEndpoint | dnsName | dns | apiEndpoints[0].dns: no such key
          name_withADot | clusterName: greeter | clusterName: greeter.eu | clusterName
          bucket_isMissing | s3URI | customSettings | s3URI
          region_isMissing | region: | stackTags: | region
          login_isMissing | keyName | hostedZoneId | keyName: missing
          key_ofAnotherRegion | kms:eu-west-1 | kms:eu-west-2 | kmsKeyArn
          version_ofAnotherRelease | v1.16.10 | v1.17.1 | kubernetesVersion
          channel_ofNoRelease | stable | latest | releaseChannel
          network_ofAnotherKind | canal | calico | kubernetes.networking.selfHosting.type
          endpoint_withoutName | dnsName: k.example.com | dnsName: | apiEndpoints[0].dnsName
          endpoint_withoutZone | {hostedZone: {id: Z0}} | {private: false} | apiEndpoints[0].loadBalancer: hostedZone.id or recordSetManaged: false
          network_thatIsNone | 10.2.0.0/16 | 10.2.0.0/33 | podCIDR "10.2.0.0/33" (expected: a CIDR)
          pods_overTheVpc | 10.2.0.0/16 | 10.0.128.0/17 | vpcCIDR: overlaps [podCIDR]
          services_overThePods | 10.3.0.0/24 | 10.2.3.0/24 | podCIDR: overlaps [serviceCIDR]
          dns_outsideTheServices | dnsServiceIP: 10.3.0.10 | dnsServiceIP: 10.3.1.10 | dnsServiceIP: not in serviceCIDR
          dns_atTheApi | dnsServiceIP: 10.3.0.10 | dnsServiceIP: 10.3.0.1 | dnsServiceIP: not in serviceCIDR, or its first address
          subnets_thatOverlap | 10.0.1.0/24 | 10.0.0.128/25 | subnets[0]: overlaps [subnets[1]]
          subnet_outsideTheVpc | 10.0.1.0/24 | 10.1.0.0/24 | subnets[1].instanceCIDR: not in vpcCIDR
          subnet_ofAnotherRegion | eu-west-1b | eu-west-2b | subnets[1].availabilityZone
          zone_besideSubnets | releaseChannel: stable | availabilityZone: eu-west-1a | availabilityZone: not beside subnets
          zones_areMissing | subnets: | stackTags: | subnets or availabilityZone: missing
          pool_inNoSubnet | subnets: [{name: a}] | subnets: [{name: c}] | worker.nodePools[0].subnets[0].name: not of subnets [a, b]
          pools_areMissing | nodePools: [ | nodePoolRollingStrategy: [ | worker.nodePools: missing
          sizes_theWrongWayRound | minSize: 2, maxSize: 3 | minSize: 3, maxSize: 2 | minSize is more than maxSize
          count_besideSizes | autoScalingGroup: {minSize: 2, | count: 2, autoScalingGroup: {minSize: 2, | controller: count or autoScalingGroup
          taints_ofTheController | controller: { | controller: {taints: [{key: a}], | controller.taints: break the cluster
          volume_ofALaterType | gp2 | gp3 | worker.nodePools[0].rootVolume.type
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(KubeAws.findings(Node.parse(Example.replaced(GOOD, old, changed)).get(0)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }

  @Test
  void endpoints_besideTheOldWay_areFound() {
    assertThat(KubeAws.findings(Node.parse(GOOD + "externalDNSName: k.example.com\n").get(0)))
        .containsExactly("apiEndpoints or externalDNSName: one of the two");
  }

  @Test
  void file_withAMisspeltKey_isFound() throws IOException {
    String misspelt = Example.replaced(Files.readString(FILE), "nodePools", "nodepools");

    assertThat(KubeAws.findings(Node.parse(misspelt).get(0)))
        .contains("worker.nodepools: no such key", "worker.nodePools: missing");
  }
}
