package greeter.server;

import io.grpc.MethodDescriptor;
import java.util.Set;

/**
 * A service that has methods which block: they read files, wait for locks, call others and wait.
 * Those run on threads of their own; all others run on the event loop, which they must not hold.
 */
public interface BlockingMethods {
  /** The methods that block; say beside each one why. */
  Set<MethodDescriptor<?, ?>> blockingMethods();
}
