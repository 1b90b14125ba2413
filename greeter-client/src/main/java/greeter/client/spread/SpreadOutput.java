package greeter.client.spread;

/** The forms of {@code -o}. */
@SuppressWarnings("ImmutableEnumChecker") // reports have no state
public enum SpreadOutput {
  TABLE(new SpreadTable()),
  HTML(new SpreadPage());

  private final SpreadReport report;

  SpreadOutput(SpreadReport report) {
    this.report = report;
  }

  public SpreadReport report() {
    return report;
  }
}
