package greeter.client.method;

import com.google.protobuf.DescriptorProtos.DescriptorProto;
import com.google.protobuf.DescriptorProtos.FieldDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.squareup.wire.schema.Field;
import com.squareup.wire.schema.Location;
import com.squareup.wire.schema.MessageType;
import com.squareup.wire.schema.ProtoFile;
import com.squareup.wire.schema.Schema;
import com.squareup.wire.schema.SchemaException;
import com.squareup.wire.schema.SchemaLoader;
import com.squareup.wire.schema.Type;
import com.squareup.wire.schema.internal.SchemaEncoder;
import java.io.IOException;
import java.nio.file.FileSystems;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Collectors;

/** Compiles .proto files in this process; there need be no protoc. */
public final class ProtoFiles {
  private static final String OPTION = "--proto";

  /** Wire's own, which it adds to every schema. */
  private static final String OF_WIRE = "wire/extensions.proto";

  private ProtoFiles() {}

  /**
   * The services of a .proto file, and of what it imports.
   *
   * @param paths folders in which it and its imports lie; empty: its own
   * @throws Mistake if it cannot be read or compiled
   */
  public static Catalog compile(Path file, List<Path> paths) throws Mistake {
    List<Path> roots = paths.isEmpty() ? List.of(folderOf(file)) : paths;
    for (Path root : roots) {
      if (!Files.isDirectory(root)) {
        throw new Mistake("--proto-path", root.toString(), "a folder");
      }
    }
    Location source = locate(file, roots);
    SchemaLoader loader = new SchemaLoader(FileSystems.getDefault());
    // What is imported, too, is to be whole.
    loader.setLoadExhaustively(true);
    try {
      loader.initRoots(
          List.of(source), roots.stream().map(root -> Location.get(root.toString())).toList());
      return Described.of(OPTION, file.toString(), encoded(loader.loadSchema()));
    } catch (SchemaException | IllegalStateException | IllegalArgumentException e) {
      throw new Mistake(
          OPTION,
          file.toString(),
          "a .proto file that compiles, its imports below --proto-path; or --protoset; "
              + oneLine(e.getMessage()));
    } catch (IOException e) {
      throw new Mistake(OPTION, file.toString(), "a readable .proto file");
    }
  }

  private static Path folderOf(Path file) {
    return file.toAbsolutePath().getParent();
  }

  /** The file by the name that imports would have for it: below one of the folders. */
  private static Location locate(Path file, List<Path> roots) throws Mistake {
    for (Path root : roots) {
      Path absolute = root.toAbsolutePath().normalize();
      for (Path place : List.of(file.toAbsolutePath().normalize(), absolute.resolve(file))) {
        if (Files.isReadable(place) && Files.isRegularFile(place) && place.startsWith(absolute)) {
          return Location.get(
              root.toString(), absolute.relativize(place).toString().replace('\\', '/'));
        }
      }
    }
    throw new Mistake(
        OPTION,
        file.toString(),
        "a readable file in "
            + roots.stream().map(Path::toString).collect(Collectors.joining(" or "))
            + "; --proto-path names the folder that imports start from");
  }

  private static List<FileDescriptorProto> encoded(Schema schema) throws IOException {
    SchemaEncoder encoder = new SchemaEncoder(schema);
    List<FileDescriptorProto> protos = new ArrayList<>();
    for (ProtoFile file : schema.getProtoFiles()) {
      String name = file.getLocation().getPath();
      if (!Linker.isWellKnown(name) && !name.equals(OF_WIRE)) {
        FileDescriptorProto.Builder proto =
            FileDescriptorProto.parseFrom(encoder.encode(file).toByteArray()).toBuilder();
        nameFields(file.getTypes(), proto.getMessageTypeBuilderList());
        protos.add(proto.build());
      }
    }
    return protos;
  }

  /** Wire does not encode the names that fields have in JSON by {@code json_name}. */
  private static void nameFields(List<Type> types, List<DescriptorProto.Builder> protos) {
    for (DescriptorProto.Builder proto : protos) {
      for (Type type : types) {
        if (type instanceof MessageType message
            && message.getType().getSimpleName().equals(proto.getName())) {
          proto
              .getFieldBuilderList()
              .forEach(field -> nameField(message.getFieldsAndOneOfFields(), field));
          nameFields(message.getNestedTypes(), proto.getNestedTypeBuilderList());
        }
      }
    }
  }

  private static void nameField(List<Field> fields, FieldDescriptorProto.Builder proto) {
    fields.stream()
        .filter(field -> field.getName().equals(proto.getName()))
        .map(Field::getDeclaredJsonName)
        .filter(name -> name != null)
        .forEach(proto::setJsonName);
  }

  private static String oneLine(String message) {
    return message == null
        ? ""
        : message.strip().replaceAll(":\\s*\\R\\s*", ": ").replaceAll("\\s*\\R\\s*", "; ");
  }
}
