package greeter.testbed;

/**
 * A server of a ring.
 *
 * @param name as its answers carry it
 * @param address HOST:PORT
 */
public record Pod(String name, String address) {}
