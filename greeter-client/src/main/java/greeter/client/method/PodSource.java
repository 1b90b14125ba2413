package greeter.client.method;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import greeter.client.calls.PodFrom;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;

/** Where the answers of a method name their pod, as the user says. */
public sealed interface PodSource {
  /** In metadata of this name. */
  record Metadata(String key) implements PodSource {}

  /** In this field of the answer; dots lead into messages. */
  record Field(String path) implements PodSource {}

  /** Nowhere. */
  record Nowhere() implements PodSource {}

  /**
   * How to read it from the answers of a method.
   *
   * @param reply their type
   * @throws Mistake if they have no such field
   */
  default PodFrom<byte[]> in(Descriptor reply) throws Mistake {
    if (this instanceof Metadata metadata) {
      return PodFrom.metadata(metadata.key);
    }
    if (this instanceof Field field) {
      List<FieldDescriptor> way = way(reply, field.path);
      return PodFrom.reply(bytes -> read(reply, way, bytes));
    }
    return PodFrom.nothing();
  }

  private static List<FieldDescriptor> way(Descriptor reply, String path) throws Mistake {
    List<FieldDescriptor> way = new ArrayList<>();
    Descriptor in = reply;
    for (String name : path.split("\\.", -1)) {
      FieldDescriptor field =
          in == null
              ? null
              : in.getFields().stream()
                  .filter(f -> f.getName().equals(name) || f.getJsonName().equals(name))
                  .findFirst()
                  .orElse(null);
      if (field == null || field.isRepeated()) {
        throw new Mistake(
            "--pod-from",
            "json:" + path,
            in == null
                ? "no more names after " + way.get(way.size() - 1).getName()
                : "a single field of %s: %s".formatted(in.getFullName(), Fields.names(in)));
      }
      way.add(field);
      in = field.getJavaType() == JavaType.MESSAGE ? field.getMessageType() : null;
    }
    if (in != null) {
      throw new Mistake(
          "--pod-from",
          "json:" + path,
          "a field that is no message; of %s: %s".formatted(in.getFullName(), Fields.names(in)));
    }
    return List.copyOf(way);
  }

  private static Optional<String> read(Descriptor reply, List<FieldDescriptor> way, byte[] bytes) {
    try {
      Message in = DynamicMessage.parseFrom(reply, bytes);
      for (FieldDescriptor field : way.subList(0, way.size() - 1)) {
        in = (Message) in.getField(field);
      }
      return Optional.of(in.getField(way.get(way.size() - 1)).toString())
          .filter(pod -> !pod.isEmpty());
    } catch (InvalidProtocolBufferException e) {
      return Optional.empty(); // what cannot be read names nobody
    }
  }
}
