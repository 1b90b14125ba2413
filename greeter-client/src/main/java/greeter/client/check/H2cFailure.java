package greeter.client.check;

import greeter.client.calls.Blame;
import greeter.client.transport.Observation;

/** A port that gRPC cannot use, with all that was seen of it. */
final class H2cFailure {
  private H2cFailure() {}

  /** A failure that somebody on the other side has to mend. */
  static Result of(Observation o, String line, Blame blame, String cause) {
    return Result.of(Code.H2C, Grade.FAIL, line).because(blame, cause, Transcript.of(o));
  }

  /** A failure of a port that may not be the one for gRPC. */
  static Result wrongPort(Observation o, String line, Blame blame, String cause) {
    return of(o, line, blame, cause).about("port");
  }

  /** A failure that a change of the command line mends, so that nobody is to blame. */
  static Result misuse(Observation o, String line, String cause) {
    return Result.of(Code.H2C, Grade.FAIL, line).explained(cause, Transcript.of(o));
  }
}
