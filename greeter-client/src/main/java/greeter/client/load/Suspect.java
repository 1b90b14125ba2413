package greeter.client.load;

import greeter.client.calls.Blame;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;

/**
 * Who may be to blame for a failed call; which of them only the whole run tells.
 *
 * @param ifPodsNameThemselves where good answers carry the pod's name
 * @param otherwise where they do not
 * @param isGoaway whether a GOAWAY ended it
 */
record Suspect(Blame ifPodsNameThemselves, Blame otherwise, boolean isGoaway) {
  static Suspect of(Failed failed) {
    return new Suspect(
        Blame.of(failed, true), Blame.of(failed, false), failed.origin() == Origin.GOAWAY);
  }

  /**
   * The verdict.
   *
   * @param peerIsProxy whether one connection reached several pods: its GOAWAY is none of theirs
   */
  Blame blame(boolean podsNameThemselves, boolean peerIsProxy) {
    if (isGoaway && peerIsProxy) {
      return Blame.PROXY;
    }
    return podsNameThemselves ? ifPodsNameThemselves : otherwise;
  }
}
