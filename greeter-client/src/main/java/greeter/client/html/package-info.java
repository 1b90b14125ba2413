/**
 * Reports as one HTML file that opens offline: the frame of a page, what stands on several of them,
 * and the one way by which text becomes HTML. It knows nothing of what is reported.
 */
package greeter.client.html;
