/**
 * The whole on one machine: {@link greeter.testbed.Ring} starts real servers, {@link
 * greeter.testbed.Nginx} or {@link greeter.testbed.Balancer} stands before them as the ingress.
 */
package greeter.testbed;
