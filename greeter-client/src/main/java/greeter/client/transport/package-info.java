/**
 * What a port speaks, found out with plain sockets: an HTTP library says only that it did not get
 * what it wanted.
 */
package greeter.client.transport;
