package greeter.client.calls;

import greeter.api.Wire;
import io.grpc.Metadata;
import java.util.Optional;
import java.util.function.Function;

/**
 * Where an answer names the pod that gave it.
 *
 * @param key of metadata that names it, and by which a pod signs its errors; empty: none
 * @param inReply the name in a reply, where no metadata has it; empty: replies have none
 */
public record PodFrom<A>(
    Optional<Metadata.Key<String>> key, Optional<Function<A, Optional<String>>> inReply) {

  /** As the servers of this project do, with those of 2018, which say it in their text alone. */
  static <A> PodFrom<A> greeting(Function<A, String> text) {
    return new PodFrom<>(
        Optional.of(Wire.HOSTNAME), Optional.of(reply -> Wire.podIn(text.apply(reply))));
  }

  /** Metadata of this name has it. */
  public static <A> PodFrom<A> metadata(String name) {
    return new PodFrom<>(
        Optional.of(Metadata.Key.of(name, Metadata.ASCII_STRING_MARSHALLER)), Optional.empty());
  }

  /** The reply itself has it. */
  public static <A> PodFrom<A> reply(Function<A, Optional<String>> inReply) {
    return new PodFrom<>(Optional.empty(), Optional.of(inReply));
  }

  /** No answer has it. */
  public static <A> PodFrom<A> nothing() {
    return new PodFrom<>(Optional.empty(), Optional.empty());
  }

  /** Whether no answer has it. */
  public boolean isNothing() {
    return key.isEmpty() && inReply.isEmpty();
  }

  /** The pod that this metadata names; empty if it names none. */
  public Optional<String> inMetadata(Metadata metadata) {
    return key.map(metadata::get);
  }

  /** The pod that this reply names; empty if it names none. */
  public Optional<String> inMessage(A reply) {
    return inReply.flatMap(in -> in.apply(reply));
  }
}
