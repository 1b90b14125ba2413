package greeter.client.check;

/** What it takes to check a code. */
public enum Form {
  /** Within the half minute of {@code check}. */
  QUICK("quick"),
  /** Minutes of quiet: what the quick form sees of it can fail, but not pass. */
  FULL("--full"),
  /** A change of pods or proxy under steady calls: {@code load}. */
  LOAD("load");

  private final String text;

  Form(String text) {
    this.text = text;
  }

  @Override
  public String toString() {
    return text;
  }
}
