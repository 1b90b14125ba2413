/** A run of load as a page to read. */
package greeter.client.load.page;
