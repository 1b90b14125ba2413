package greeter.client.method;

import com.google.protobuf.Descriptors.ServiceDescriptor;
import java.util.List;
import java.util.Optional;

/** Services that somebody describes. */
public interface Catalog {
  /**
   * The service of this name; empty if there is none.
   *
   * @throws Mistake if what describes it cannot be had or used
   */
  Optional<ServiceDescriptor> service(String name) throws Mistake, InterruptedException;

  /** The names of all services, in order. */
  List<String> services() throws Mistake, InterruptedException;
}
