package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.List;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

/** What is applied to a cluster by kube-aws is of its Kubernetes, 1.16. */
@Tag("external")
class KubeAwsIT {
  @Test
  void objects_areOfKubernetes116() {
    List<Resource> objects = Deployed.objects("cluster/kube-aws");

    assertThat(Resource.workloads(objects)).hasSize(2);
    assertThat(new TypedModel().findings(objects)).isEmpty();
  }

  @Test
  void objects_ofToday_areNot() {
    assertThat(new TypedModel().findings(Deployed.objects(".")))
        .contains("Ingress/nginx-ingress-grpc: networking.k8s.io/v1 is not served")
        .anySatisfy(finding -> assertThat(finding).contains("readinessProbe.grpc is not a field"));
  }
}
