package greeter.client.check;

/** The forms of {@code -o}. */
@SuppressWarnings("ImmutableEnumChecker") // reports have no state
public enum Output {
  TABLE(new TableReport()),
  SHORT(new ShortReport()),
  JSON(new JsonReport()),
  JUNIT(new JunitReport()),
  HTML(new HtmlReport());

  private final Report report;

  Output(Report report) {
    this.report = report;
  }

  public Report report() {
    return report;
  }
}
