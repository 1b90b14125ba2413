package greeter.client.check;

/** What a check asks of the method that it calls. */
enum Demand {
  /** That it is unary. */
  NOTHING,
  /** That its answers name their pod. */
  PODS,
  /** That it is Hello's or Goodbye's, which have streams, and requests that can be padded. */
  OURS,
  /** The same, and that the servers act and tell: {@code GREETER_FAULT_INJECTION=true}. */
  FAULT_INJECTION
}
