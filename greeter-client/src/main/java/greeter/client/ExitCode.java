package greeter.client;

/** Of the exit codes that apply, the first one here is given. */
final class ExitCode {
  static final int USAGE = 2;
  static final int INTERNAL = 70;
  static final int UNREACHABLE = 3;
  static final int FAILED = 1;
  static final int INCONCLUSIVE = 4;
  static final int PASS = 0;
  static final int INTERRUPTED = 130;

  private ExitCode() {}
}
