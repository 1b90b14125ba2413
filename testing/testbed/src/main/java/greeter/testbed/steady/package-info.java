/**
 * Calls at a steady rate, for as long as a cluster is being changed: which of them are lost, when,
 * and by which pod. {@link greeter.testbed.steady.Steady} is its main.
 */
package greeter.testbed.steady;
