package greeter.client.check;

import java.util.List;

/**
 * What the first calls showed of the target; the other checks go by it.
 *
 * @param services those that answered
 * @param podsNameThemselves whether good answers carry the pod's name as metadata
 * @param faultInjection whether the servers tell what they see, and do what they are asked to
 */
record Facts(List<Service<?, ?>> services, boolean podsNameThemselves, boolean faultInjection) {
  static final Facts NONE = new Facts(List.of(), false, false);

  /** The service for checks that take one. */
  Service<?, ?> service() {
    return services.get(0);
  }
}
