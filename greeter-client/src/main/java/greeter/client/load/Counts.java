package greeter.client.load;

/**
 * What became of calls. Nothing gets lost: {@code intended = skipped + sent} and {@code sent =
 * answered + failed}.
 *
 * @param skipped that were due while as many as allowed were in flight, and so were never sent
 * @param answered with OK
 * @param failed with any other status
 * @param replayed sent again by gRPC itself, since no server had seen them yet; each is one call
 * @param retried sent again by a policy of retries, since the last attempt had failed; each is one
 *     call, and most are among those answered
 */
public record Counts(long skipped, long answered, long failed, long replayed, long retried) {
  public static final Counts NONE = new Counts(0, 0, 0, 0, 0);

  public long sent() {
    return answered + failed;
  }

  public long intended() {
    return skipped + sent();
  }

  public Counts plus(Counts more) {
    return new Counts(
        skipped + more.skipped,
        answered + more.answered,
        failed + more.failed,
        replayed + more.replayed,
        retried + more.retried);
  }

  /** Calls that were due and got no answer: they failed, or were never sent. */
  public long unanswered() {
    return skipped + failed;
  }
}
