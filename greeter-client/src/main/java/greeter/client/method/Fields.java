package greeter.client.method;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.FieldDescriptor;
import com.google.protobuf.Descriptors.FieldDescriptor.JavaType;
import java.util.Locale;
import java.util.stream.Collectors;

/** What the fields of a message are called, in words for the user. */
final class Fields {
  private Fields() {}

  static String names(Descriptor type) {
    return type.getFields().isEmpty()
        ? "it has none"
        : type.getFields().stream().map(FieldDescriptor::getName).collect(Collectors.joining(", "));
  }

  static String type(FieldDescriptor field) {
    if (field.isMapField()) {
      return "map (a JSON object)";
    }
    String type =
        field.getJavaType() == JavaType.MESSAGE
            ? field.getMessageType().getFullName()
            : field.getJavaType() == JavaType.ENUM
                ? field.getEnumType().getFullName()
                : field.getType().name().toLowerCase(Locale.ROOT);
    return field.isRepeated() ? "repeated " + type + " (a JSON array)" : type;
  }
}
