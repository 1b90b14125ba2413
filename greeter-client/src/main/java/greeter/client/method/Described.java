package greeter.client.method;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import io.grpc.health.v1.HealthProto;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Collection;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.TreeMap;

/** Services of files that are at hand. */
public final class Described implements Catalog {
  private static final String WHAT_PROTOC_WRITES =
      "what protoc --include_imports --descriptor_set_out=FILE writes";

  /** gRPC's health service, which this program knows by itself. */
  public static final Catalog HEALTH = new Described(List.of(HealthProto.getDescriptor()));

  private final Map<String, ServiceDescriptor> services = new TreeMap<>();

  private Described(Collection<FileDescriptor> files) {
    files.stream()
        .flatMap(file -> file.getServices().stream())
        .forEach(service -> services.put(service.getFullName(), service));
  }

  /**
   * Those of a file that protoc wrote with --descriptor_set_out.
   *
   * @throws Mistake if it is no such file, or lacks what it imports
   */
  public static Catalog protoset(Path file) throws Mistake {
    String option = "--protoset";
    try {
      List<FileDescriptorProto> protos =
          FileDescriptorSet.parseFrom(Files.readAllBytes(file)).getFileList();
      if (protos.isEmpty()) { // protobuf takes an empty file for an empty set
        throw new Mistake(option, file.toString(), WHAT_PROTOC_WRITES);
      }
      return of(option, file.toString(), protos);
    } catch (InvalidProtocolBufferException e) {
      throw new Mistake(option, file.toString(), WHAT_PROTOC_WRITES);
    } catch (IOException e) {
      throw new Mistake(option, file.toString(), "a readable file");
    }
  }

  static Described of(String option, String value, List<FileDescriptorProto> protos)
      throws Mistake {
    Map<String, FileDescriptorProto> byName = new LinkedHashMap<>();
    protos.forEach(proto -> byName.put(proto.getName(), proto));
    Linker linker = new Linker(option, value, byName);
    Map<String, FileDescriptor> files = new LinkedHashMap<>();
    for (FileDescriptorProto proto : byName.values()) {
      files.put(proto.getName(), linker.link(proto));
    }
    return new Described(files.values());
  }

  @Override
  public Optional<ServiceDescriptor> service(String name) {
    return Optional.ofNullable(services.get(name));
  }

  @Override
  public List<String> services() {
    return List.copyOf(services.keySet());
  }
}
