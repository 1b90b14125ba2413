package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;

import greeter.testbed.Project;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** values.yaml, ingress.yaml and nginx.conf, as they stand and as they would be wrong. */
class IngressNginxTest {
  private static final Path NGINX = Project.root().resolve("deploy/local/nginx.conf");
  private static final Path INGRESS = Renderings.DEPLOY.resolve("ingress-nginx/base/ingress.yaml");
  private static final Path VALUES = Renderings.DEPLOY.resolve("ingress-nginx/values.yaml");

  @Test
  void values_areOnesOfTheChartAndTheController() throws IOException {
    assertThat(ingress("", "").findings()).isEmpty();
  }

  @Test
  void values_forKubernetes116_areOnesOfTheController() {
    assertThat(valuesFor116().fields().keySet()).isSubsetOf(IngressNginx.CONFIG_KEYS.paths());
  }

  @Test
  void snippet_forKubernetes116_promisesTheSame() throws IOException {
    String snippet = valuesFor116().at("http-snippet").text();

    assertThat(Promises.differences(nginx("", ""), snippet)).isEmpty();
    assertThat(
            Promises.differences(
                nginx("", ""), Example.replaced(snippet, "read_timeout 3600s", "read_timeout 60s")))
        .containsExactly("grpc_read_timeout: 3600 s in nginx.conf, 60s in the snippet");
    assertThat(Promises.differences(nginx("", ""), "grpc_buffer_size 8k;"))
        .containsExactly("grpc_buffer_size: nothing in nginx.conf, 8k in the snippet");
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          value_thatIsMisspelt | replicaCount: | replicas: | controller.replicas: no value of the chart
          value_elsewhere | metrics: | metric: | controller.metric: no value of the chart
          key_thatIsMisspelt | keep-alive-requests: | keepalive-requests: | controller.config.keepalive-requests: no key of the controller
          key_ofNginx | client-body-timeout: | client_body_timeout: | controller.config.client_body_timeout: no key of the controller
          class_ofAnotherName | name: nginx-grpc | name: nginx | Ingress/nginx-ingress-grpc: class is not nginx, the controller's
          class_ofTheChart | controllerValue: k8s.io/ingress-nginx-grpc | controllerValue: k8s.io/ingress-nginx | controllerValue is not its own
          class_ofOldTimes | ingressClass: nginx-grpc | ingressClass: nginx | controller.ingressClass is not ingressClassResource.name
          snippets_inIngresses | allowSnippetAnnotations: false | allowSnippetAnnotations: true | controller.allowSnippetAnnotations
          period_thatIsTooShort | terminationGracePeriodSeconds: 300 | terminationGracePeriodSeconds: 270 | terminationGracePeriodSeconds 270 (expected: 280 or more)
          streams_thatEndLater | worker-shutdown-timeout: 240s | worker-shutdown-timeout: 600s | (expected: 640 or more)
          metrics_ofAnotherPort | prometheus.io/port: "10254" | prometheus.io/port: "10255" | prometheus.io/port 10255 (expected: 10254)
          metrics_ofNoContainer | ad.datadoghq.com/controller.checks | ad.datadoghq.com/nginx.checks | ad.datadoghq.com/nginx.checks: no container of that name
          metrics_ofNoUrl | %%host%%:10254/metrics | %%host%%:80/metrics | no URL at port 10254
          balancer_thatCutsFirst | keep-alive: "300" | keep-alive: "3700" | TCP-80: not longer than keep-alive 3700
          """)
  void value_thatIsWrong_isFound(String condition, String old, String changed, String finding)
      throws IOException {
    assertThat(ingress(old, changed).findings())
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }

  @Test
  void nginxConf_andIngress_promiseTheSame() throws IOException {
    assertThat(Promises.differences(nginx("", ""), ingress("", ""))).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          silence_fromThePod | grpc_read_timeout 1h; | grpc_read_timeout 2h; | quiet from the pod: grpc_read_timeout 7200 s in nginx.conf, 3600 s in the cluster
          silence_toThePod | grpc_send_timeout 1h; | | quiet to the pod: grpc_send_timeout 60 s
          silence_ofTheClient | client_body_timeout 1h; | client_body_timeout 60m; client_header_timeout 1h; | client_header_timeout of nginx.conf is in no table
          size_ofAStream | client_max_body_size 0; | client_max_body_size 1g; | bytes of a stream: client_max_body_size 1073741824 in nginx.conf, 0 in the cluster
          wait_forAPod | grpc_connect_timeout 2s; | grpc_connect_timeout 3s; | wait for a pod
          tries_ofOthers | grpc_next_upstream error timeout; | grpc_next_upstream error; | what is tried again
          tries_withoutEnd | grpc_next_upstream_tries 3; | | pods that are tried: grpc_next_upstream_tries 0 in nginx.conf, 3 in the cluster
          tries_inTime | grpc_next_upstream_timeout 10s; | grpc_next_upstream_timeout 1m; | time to try: grpc_next_upstream_timeout 60 s
          keepAlive_ofSockets | grpc_socket_keepalive on; | | dead pods are noticed
          calls_ofAConnection | keepalive_requests 1000000; | | calls on a connection: keepalive_requests 1000 in nginx.conf, 1000000 in the cluster
          streams_ofAConnection | include listen.conf; | http2_max_concurrent_streams 100; | streams of a connection
          metadata_ofACall | large_client_header_buffers 4 40k; | large_client_header_buffers 4 32k; | metadata: large_client_header_buffers 4 32768
          path_ofAService | location /helloworld.Hello/ | location /helloworld.Hi/ | paths: [/helloworld.Goodbye/ goodbye-grpc, /helloworld.Hi/ hello-grpc] in nginx.conf
          pods_ofTheOther | grpc_pass grpc://hello-grpc; | grpc_pass grpc://goodbye-grpc; | paths:
          """)
  void difference_ofNginxConf_isFound(String condition, String old, String changed, String finding)
      throws IOException {
    assertThat(Promises.differences(nginx(old, changed == null ? "" : changed), ingress("", "")))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          silence_fromThePod | proxy-read-timeout: "3600" | proxy-read-timeout: "600" | quiet from the pod: grpc_read_timeout 3600 s in nginx.conf, 600 s in the cluster
          silence_ofTheClient | client-body-timeout: "3600" | use-gzip: "true" | quiet of the client: client_body_timeout 3600 s in nginx.conf, 60 s in the cluster
          size_ofAStream | proxy-body-size: "0" | proxy-body-size: 8m | bytes of a stream
          tries_withoutEnd | grpc_next_upstream_tries 3; | | pods that are tried
          metadata_ofACall | large-client-header-buffers: 4 40k | large-client-header-buffers: 8 40k | metadata
          path_ofCharacters | pathType: Prefix | pathType: ImplementationSpecific | paths:
          key_ofNoTable | keep-alive: "300" | proxy-buffer-size: 8k | proxy-buffer-size of the cluster is in no table
          directive_ofNoTable | grpc_socket_keepalive on; | grpc_buffer_size 8k; | grpc_buffer_size of http-snippet is in no table
          """)
  void difference_ofTheCluster_isFound(String condition, String old, String changed, String finding)
      throws IOException {
    assertThat(Promises.differences(nginx("", ""), ingress(old, changed == null ? "" : changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }

  @Test
  void nginxConf_thatIsNotClosed_isRefused() {
    assertThatExceptionOfType(IllegalArgumentException.class)
        .isThrownBy(() -> NginxConf.parse("http { server { }"));
  }

  private static NginxConf nginx(String old, String changed) throws IOException {
    return NginxConf.parse(Example.replaced(Files.readString(NGINX), old, changed));
  }

  private static Node valuesFor116() {
    return Node.read(Renderings.DEPLOY.resolve("cluster/kube-aws/values.yaml"))
        .at("controller", "config");
  }

  /** With one text in place of another, in whichever of the two files has it. */
  private static IngressNginx ingress(String old, String changed) throws IOException {
    String ingress = Files.readString(INGRESS);
    String values = Files.readString(VALUES);
    if (ingress.contains(old)) {
      ingress = Example.replaced(ingress, old, changed);
    } else {
      values = Example.replaced(values, old, changed);
    }
    return new IngressNginx(Resource.parse(ingress).get(0), Node.parse(values).get(0));
  }
}
