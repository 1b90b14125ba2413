package greeter.client.check;

import java.util.List;

/** Gathers what is to be seen of one or more codes, and judges it. */
interface Check {
  /** The codes that it judges. */
  List<Code> codes();

  /**
   * Runs it.
   *
   * @return a result for each of its codes; and of another, what is to be added to what was told
   */
  List<Result> run(Bench bench) throws InterruptedException;
}
