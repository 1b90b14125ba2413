/**
 * The suite behind {@code greeter-client check}: {@link greeter.client.check.Code} is its table, a
 * {@link greeter.client.check.Check} gathers what is to be seen and judges it, {@link
 * greeter.client.check.Suite} runs them in an order in which none disturbs another.
 */
package greeter.client.check;
