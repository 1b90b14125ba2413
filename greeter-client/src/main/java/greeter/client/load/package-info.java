/**
 * Load, and what it shows over time: calls at a rate or by a number of callers, each attributed to
 * its pod and each failure to its cause.
 */
package greeter.client.load;
