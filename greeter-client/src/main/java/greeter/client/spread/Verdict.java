package greeter.client.spread;

/** What a run comes to; of several findings the worst decides. */
public enum Verdict {
  PASS(0),
  /** Too few calls, or nothing to tell the pods by. */
  INCONCLUSIVE(4),
  FAIL(1);

  private final int exitCode;

  Verdict(int exitCode) {
    this.exitCode = exitCode;
  }

  public int exitCode() {
    return exitCode;
  }

  Verdict worse(Verdict other) {
    return compareTo(other) >= 0 ? this : other;
  }
}
