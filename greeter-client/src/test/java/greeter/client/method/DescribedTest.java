package greeter.client.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import com.google.protobuf.TextFormat;
import greeter.client.server.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class DescribedTest {
  @TempDir Path folder;

  @Test
  void protoset_hasItsServices() throws Exception {
    Catalog catalog = Described.protoset(write(Shop.PROTO));

    assertThat(catalog.services()).containsExactly("acme.Shop");
    assertThat(catalog.service("acme.Shop")).isPresent();
    assertThat(catalog.service("acme.Other")).isEmpty();
  }

  /** As protoc writes it without --include_imports. */
  @Test
  void protoset_wellKnownImportsNeedNotBeThere() throws Exception {
    FileDescriptorProto proto =
        TextFormat.parse(
            """
            name: "a.proto" syntax: "proto3" dependency: "google/protobuf/empty.proto"
            service { name: "S" method { name: "M" input_type: ".google.protobuf.Empty"
                                         output_type: ".google.protobuf.Empty" } }
            """,
            FileDescriptorProto.class);

    assertThat(Described.protoset(write(proto)).services()).containsExactly("S");
  }

  @Test
  void protoset_otherImportsMustBeThere() throws Exception {
    Path file =
        write(
            TextFormat.parse(
                "name: \"a.proto\" dependency: \"b.proto\"", FileDescriptorProto.class));

    assertMistake(file, "with b.proto, which a.proto imports: protoc adds it by --include_imports");
  }

  @Test
  void protoset_thatCannotBeUsed_saysSo() throws Exception {
    FileDescriptorProto circle =
        TextFormat.parse("name: \"a.proto\" dependency: \"a.proto\"", FileDescriptorProto.class);
    FileDescriptorProto broken =
        TextFormat.parse(
            "name: \"a.proto\" message_type { name: \"M\" field { name: \"f\" number: 1 "
                + "label: LABEL_OPTIONAL type: TYPE_MESSAGE type_name: \".Nobody\" } }",
            FileDescriptorProto.class);

    assertMistake(folder.resolve("nobody"), "a readable file");
    assertMistake(
        Files.writeString(folder.resolve("text"), "syntax = \"proto3\";"),
        "what protoc --include_imports --descriptor_set_out=FILE writes");
    assertMistake(
        Files.createFile(folder.resolve("empty")),
        "what protoc --include_imports --descriptor_set_out=FILE writes");
    assertMistake(write(circle), "files that import in no circle, as a.proto");
    assertMistake(write(broken), "files that fit together; M.f: \".Nobody\" is not defined.");
  }

  private static void assertMistake(Path file, String expected) {
    assertThatThrownBy(() -> Described.protoset(file))
        .isInstanceOf(Mistake.class)
        .hasMessage("--protoset: \"%s\" (expected: %s)", file, expected);
  }

  private Path write(FileDescriptorProto proto) throws Exception {
    return Files.write(
        folder.resolve("set.pb"),
        FileDescriptorSet.newBuilder().addFile(proto).build().toByteArray());
  }
}
