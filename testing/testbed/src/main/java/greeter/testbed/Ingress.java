package greeter.testbed;

/** What stands before a ring, as the ingress does in a cluster. */
public interface Ingress extends AutoCloseable {
  /** Where it listens, HOST:PORT. */
  String address();

  @Override
  void close();
}
