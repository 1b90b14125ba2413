package greeter.client;

/** Whether somebody sits before this process. */
final class Terminal {
  private Terminal() {}

  @SuppressWarnings("SystemConsoleNull") // the property below makes it null again
  static boolean isOurs() {
    // Java 22 to 24 have a console even without a terminal, unless told otherwise.
    System.setProperty("jdk.console", "java.base");
    return System.console() != null;
  }
}
