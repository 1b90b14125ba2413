package greeter.testbed;

/** What a balancer may do wrong. */
public enum Fault {
  /** Nothing: each call goes to the next pod. */
  NONE,
  /** All calls of a connection go to one pod, as behind a balancer of TCP connections. */
  PIN,
  /** The first pod gets three times the calls of any other. */
  SKEW,
  /** The last pod is never called. */
  DROP,
  /** Each tenth call to Hello goes to a pod of Goodbye. */
  MISROUTE
}
