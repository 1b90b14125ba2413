package greeter.client.method;

import com.google.protobuf.AnyProto;
import com.google.protobuf.ApiProto;
import com.google.protobuf.DescriptorProtos;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DurationProto;
import com.google.protobuf.EmptyProto;
import com.google.protobuf.FieldMaskProto;
import com.google.protobuf.SourceContextProto;
import com.google.protobuf.StructProto;
import com.google.protobuf.TimestampProto;
import com.google.protobuf.TypeProto;
import com.google.protobuf.WrappersProto;
import java.util.HashMap;
import java.util.HashSet;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/** Makes descriptors of files that import one another. */
final class Linker {
  /** Everybody has them, so few send them. */
  private static final Map<String, FileDescriptor> WELL_KNOWN =
      Stream.of(
              AnyProto.getDescriptor(),
              ApiProto.getDescriptor(),
              DescriptorProtos.getDescriptor(),
              DurationProto.getDescriptor(),
              EmptyProto.getDescriptor(),
              FieldMaskProto.getDescriptor(),
              SourceContextProto.getDescriptor(),
              StructProto.getDescriptor(),
              TimestampProto.getDescriptor(),
              TypeProto.getDescriptor(),
              WrappersProto.getDescriptor())
          .collect(Collectors.toMap(FileDescriptor::getName, Function.identity()));

  private final String option;
  private final String value;
  private final Map<String, FileDescriptorProto> protos;
  private final Map<String, FileDescriptor> linked = new HashMap<>(WELL_KNOWN);
  private final Set<String> begun = new HashSet<>();

  /**
   * A linker.
   *
   * @param option that gave the files, for what is wrong with them
   * @param value of that option
   * @param protos by the name by which they import one another
   */
  Linker(String option, String value, Map<String, FileDescriptorProto> protos) {
    this.option = option;
    this.value = value;
    this.protos = protos;
  }

  /** Whether nobody needs to send this file. */
  static boolean isWellKnown(String name) {
    return WELL_KNOWN.containsKey(name);
  }

  FileDescriptor link(FileDescriptorProto proto) throws Mistake {
    FileDescriptor done = linked.get(proto.getName());
    if (done != null) {
      return done;
    }
    if (!begun.add(proto.getName())) {
      throw new Mistake(option, value, "files that import in no circle, as " + proto.getName());
    }
    FileDescriptor[] imports = new FileDescriptor[proto.getDependencyCount()];
    for (int i = 0; i < imports.length; i++) {
      imports[i] = linkImport(proto, proto.getDependency(i));
    }
    try {
      FileDescriptor file = FileDescriptor.buildFrom(proto, imports);
      linked.put(proto.getName(), file);
      return file;
    } catch (DescriptorValidationException e) {
      throw new Mistake(option, value, "files that fit together; " + e.getMessage());
    }
  }

  private FileDescriptor linkImport(FileDescriptorProto importing, String name) throws Mistake {
    if (linked.containsKey(name)) {
      return linked.get(name);
    }
    if (!protos.containsKey(name)) {
      throw new Mistake(
          option,
          value,
          "with "
              + name
              + ", which "
              + importing.getName()
              + " imports: protoc adds it by --include_imports");
    }
    return link(protos.get(name));
  }
}
