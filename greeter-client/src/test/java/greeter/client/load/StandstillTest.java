package greeter.client.load;

import static org.assertj.core.api.Assertions.assertThat;

import greeter.client.calls.Blame;
import org.junit.jupiter.api.Test;

class StandstillTest {
  @Test
  void of_steadyRun_none() {
    assertThat(Standstill.of(Runs.of(10).steady("a", "b").result())).isEmpty();
  }

  @Test
  void of_secondsInWhichEachCallWaited_saysWhen() {
    assertThat(Standstill.of(Runs.of(10).steady("a", "b").slow(4, 6, 1_500).result()))
        .hasValue(
            "everything stood still: of the calls that were due from 4 s to 6 s, whichever pod they"
                + " were for, even the fastest took 1483 ms");
  }

  @Test
  void of_secondsInWhichEachCallFailed_saysWhen() {
    Runs run = Runs.of(10).pod("a", 0, 3.9).pod("a", 6, 10);
    assertThat(
            Standstill.of(
                run.loss(4, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 100)
                    .loss(5, "", Blame.CANNOT_TELL, "DEADLINE_EXCEEDED", 100)
                    .result()))
        .hasValueSatisfying(
            text -> assertThat(text).contains("due from 4 s to 6 s").endsWith("none was answered"));
  }

  /** All callers waited, so that no call was due, and none was late. */
  @Test
  void of_secondsOfAClosedLoopWithoutACall_saysWhen() {
    Runs run = Runs.of(10).pod("a", 0, 3.9).pod("a", 6, 10).closed();

    assertThat(Standstill.of(run.result()))
        .hasValue(
            "everything stood still: from 4 s to 6 s every caller waited, so no call was sent, nor"
                + " is late; --rate shows what that costs");
  }

  @Test
  void of_closedLoopThatWasSteady_none() {
    assertThat(Standstill.of(Runs.of(10).steady("a", "b").closed().result())).isEmpty();
  }

  /** Its callers are often all waiting. */
  @Test
  void of_closedLoopOfSlowCalls_none() {
    Runs run = Runs.of(10).slow("a", 0, 3.9, 1_800).slow("a", 6, 10, 1_800).closed();

    assertThat(Standstill.of(run.result())).isEmpty();
  }

  @Test
  void of_onePodThatWaited_none() {
    assertThat(Standstill.of(Runs.of(10).steady("a").slow("b", 0, 10, 1_500).result())).isEmpty();
  }

  /** That is how it is, and no standstill. */
  @Test
  void of_runThatIsSlowAllTheTime_none() {
    assertThat(Standstill.of(Runs.of(10).steady("a").slow(0, 10, 1_500).result())).isEmpty();
  }
}
