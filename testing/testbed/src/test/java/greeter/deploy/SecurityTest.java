package greeter.deploy;

import static org.assertj.core.api.Assertions.assertThat;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class SecurityTest {
  private final Check check = new Security();

  @Test
  void example_isRight() {
    assertThat(check.findings(Example.good())).isEmpty();
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource(
      delimiter = '|',
      quoteCharacter = '`',
      textBlock =
          """
          namespace_thatEnforcesNothing | pod-security.kubernetes.io/enforce: restricted | name: greeter | Namespace/greeter: pod-security.kubernetes.io/enforce
          namespace_thatEnforcesLess | enforce: restricted | enforce: baseline | Namespace/greeter: pod-security.kubernetes.io/enforce
          root_isNotExcluded | runAsNonRoot: true | runAsUser: 0 | runAsNonRoot
          systemCalls_unconfined | type: RuntimeDefault | type: Unconfined | seccompProfile.type Unconfined
          privileges_mayGrow | allowPrivilegeEscalation: false | privileged: true | allowPrivilegeEscalation
          container_isPrivileged | capabilities: {drop: [ALL]} | privileged: true | securityContext.privileged
          capabilities_areKept | capabilities: {drop: [ALL]} | capabilities: {drop: [NET_RAW]} | capabilities.drop
          capabilities_areAdded | capabilities: {drop: [ALL]} | capabilities: {drop: [ALL], add: [NET_ADMIN]} | capabilities.add
          rootFileSystem_isWritable | readOnlyRootFilesystem: true | readOnlyRootFilesystem: false | readOnlyRootFilesystem false
          tmp_isNotThere | mountPath: /tmp | mountPath: /temp | nothing mounted at /tmp
          token_isMounted | automountServiceAccountToken: false | hostNetwork: false | automountServiceAccountToken
          network_ofTheNode | enableServiceLinks: false | hostNetwork: true | hostNetwork
          files_ofTheNode | emptyDir: {} | hostPath: {path: /tmp} | hostPath
          memory_withoutLimit | limits: {memory: 128Mi} | limits: {cpu: 1} | no limits.memory
          """)
  void change_isFound(String condition, String old, String changed, String finding) {
    assertThat(check.findings(Example.with(old, changed)))
        .as(condition)
        .anySatisfy(each -> assertThat(each).contains(finding));
  }
}
