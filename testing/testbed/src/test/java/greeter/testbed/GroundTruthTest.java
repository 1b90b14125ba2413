package greeter.testbed;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import greeter.client.check.Code;
import greeter.client.check.Explanation;
import greeter.client.check.Form;
import greeter.client.check.Grade;
import greeter.testbed.GroundTruth.Case;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class GroundTruthTest {
  @Test
  void eachCase_expectsSomethingOfEachCode() throws Exception {
    List<Code> codes = Stream.of(Code.values()).filter(code -> code.form() != Form.LOAD).toList();
    assertThat(GroundTruth.read())
        .allSatisfy(each -> assertThat(each.expected()).containsOnlyKeys(codes));
  }

  @Test
  void eachProxy_hasASmallestAndARecommended() throws Exception {
    List<Case> cases = GroundTruth.read();
    assertThat(RealProxy.values())
        .allSatisfy(
            proxy ->
                assertThat(cases.stream().filter(each -> each.proxy() == proxy).map(Case::name))
                    .startsWith("smallest", "recommended"));
  }

  @Test
  void fault_isOneReplacedSetting() throws Exception {
    Case fault =
        GroundTruth.read().stream()
            .filter(each -> each.toString().equals("newer-nginx goaway-after-100"))
            .findFirst()
            .orElseThrow();

    assertThat(fault.configuration())
        .isEqualTo(Nginx.conf().replace("keepalive_requests 1000000;", "keepalive_requests 100;"))
        .isNotEqualTo(Nginx.conf());
    GroundTruth.Verdict churn = fault.expected().get(Code.CHURN).quick();
    assertThat(churn.grades()).containsExactlyInAnyOrder(Grade.WARN, Grade.FAIL);
    assertThat(churn.number()).hasValue(100);
    assertThat(churn.blames()).containsExactly(Blame.PROXY);
  }

  /** A check that nothing real turns red is not known to see anything. */
  @Test
  void eachCode_isRedSomewhere() throws Exception {
    EnumSet<Code> seen = EnumSet.noneOf(Code.class);
    for (Case each : GroundTruth.read()) {
      each.expected()
          .forEach(
              (code, expectation) -> {
                if (expectation.full().grades().contains(Grade.FAIL)
                    || expectation.full().grades().contains(Grade.WARN)) {
                  seen.add(code);
                }
              });
    }
    assertThat(EnumSet.complementOf(seen)).allMatch(code -> code.form() == Form.LOAD);
  }

  /** Who reads that the proxy is to blame wants the setting of that very proxy. */
  @Test
  void eachCode_thatAProxyTurnsRed_hasAFixForThatProxy() throws Exception {
    Set<String> without = new TreeSet<>();
    for (Case each : GroundTruth.read()) {
      each.expected()
          .forEach(
              (code, expectation) -> {
                if (expectation.isRed() && !hasFix(each.proxy(), code, expectation.fix())) {
                  without.add("%s %s: %s".formatted(each, code, expectation.fix()));
                }
              });
    }

    assertThat(without).isEmpty();
  }

  @Test
  void fix_isWhatTheFaultChanges_unlessItIsNamed() throws Exception {
    Map<String, Case> cases =
        GroundTruth.read().stream().collect(Collectors.toMap(Case::toString, each -> each));

    assertThat(cases.get("nginx goaway-after-100").expected().get(Code.CHURN).fix())
        .containsExactly("keepalive_requests");
    assertThat(cases.get("nginx weight-3").expected().get(Code.LB_EVEN).fix())
        .containsExactly("weight");
    assertThat(cases.get("nginx tls-expired").expected().get(Code.H2C).fix())
        .containsExactly("ssl_certificate");
    assertThat(cases.get("nginx smallest").expected().get(Code.CHURN).fix()).isEmpty();
  }

  private static boolean hasFix(RealProxy proxy, Code code, Set<String> words) {
    return Explanation.of(code).fixes().stream()
        .filter(fix -> fix.where().equals(proxy.label()))
        .anyMatch(fix -> words.isEmpty() || words.stream().anyMatch(fix.toString()::contains));
  }
}
