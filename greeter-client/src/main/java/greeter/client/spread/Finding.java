package greeter.client.spread;

/**
 * One thing that a run shows.
 *
 * @param code its short name, as FAIL and PASS lines begin
 * @param text what was seen, in one line
 */
record Finding(Verdict verdict, String code, String text) {
  static Finding fail(String code, String text) {
    return new Finding(Verdict.FAIL, code, text);
  }

  static Finding inconclusive(String code, String text) {
    return new Finding(Verdict.INCONCLUSIVE, code, text);
  }

  static Finding pass(String code, String text) {
    return new Finding(Verdict.PASS, code, text);
  }
}
