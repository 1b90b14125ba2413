package greeter.client.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import greeter.client.server.Shop;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ProtoFilesTest {
  private static final String SHOP =
      """
      syntax = "proto3";
      package acme;
      message Order { string id = 1; int32 count = 2; repeated Part parts = 3; }
      message Part { string stock_unit = 1 [json_name = "SKU"]; Color color = 2; }
      message Receipt { string pod = 1; Seller seller = 2; repeated string notes = 3; }
      message Seller { string pod = 1; }
      enum Color { NONE = 0; RED = 1; }
      service Shop {
        rpc Buy (Order) returns (Receipt);
        rpc Watch (Order) returns (stream Receipt);
        rpc Upload (stream Order) returns (Receipt);
        rpc Talk (stream Order) returns (stream Receipt);
      }
      """;

  @TempDir Path folder;

  @Test
  void compile_isWhatProtocMakes() throws Exception {
    ServiceDescriptor shop =
        ProtoFiles.compile(write("shop.proto", SHOP), List.of()).service("acme.Shop").orElseThrow();

    // protoc writes each field's name in JSON; the descriptors know those that follow the rule.
    assertThat(shop.getFile().toProto().getServiceList()).isEqualTo(Shop.PROTO.getServiceList());
    assertThat(shop.getFile().toProto().getEnumTypeList()).isEqualTo(Shop.PROTO.getEnumTypeList());
    Descriptor part = shop.getFile().findMessageTypeByName("Part");
    assertThat(part.findFieldByName("stock_unit").getJsonName()).isEqualTo("SKU");
    assertThat(part.findFieldByName("color").getEnumType().getFullName()).isEqualTo("acme.Color");
    Descriptor order = shop.getMethods().get(0).getInputType();
    assertThat(order.findFieldByName("parts").isRepeated()).isTrue();
    assertThat(order.findFieldByName("parts").getMessageType()).isEqualTo(part);
  }

  @Test
  void compile_importsAndAllKindsOfFields() throws Exception {
    write(
        "common/money.proto",
        """
        syntax = "proto2";
        package acme.common;
        import public "common/deep.proto";
        message Money { required int64 cents = 1; optional string currency = 2 [default = "EUR"]; }
        """);
    write(
        "common/deep.proto",
        """
        syntax = "proto3";
        package acme.common;
        message Deep { bytes data = 1; }
        """);
    Path file =
        write(
            "shop/v1/shop.proto",
            """
            syntax = "proto3";
            package acme.v1;
            import "common/money.proto";
            import "google/protobuf/timestamp.proto";
            import "google/protobuf/field_mask.proto";
            message Order {
              optional int32 count = 1;
              map<string, common.Money> prices = 2;
              oneof how { string card = 3; common.Deep deep = 4; }
              google.protobuf.Timestamp at = 5;
              google.protobuf.FieldMask mask = 6;
              message Line { string text = 1; }
              repeated Line lines = 7;
            }
            service Shop { rpc Buy (Order) returns (Order.Line); }
            """);

    Catalog catalog = ProtoFiles.compile(file, List.of(folder));

    assertThat(catalog.services()).containsExactly("acme.v1.Shop");
    Descriptor order =
        catalog.service("acme.v1.Shop").orElseThrow().getMethods().get(0).getInputType();
    assertThat(order.findFieldByName("count").hasPresence()).isTrue();
    assertThat(order.findFieldByName("prices").isMapField()).isTrue();
    assertThat(order.getRealOneofs()).extracting(o -> o.getName()).containsExactly("how");
    String json =
        """
        {"count":0,"prices":{"a":{"cents":"5"}},"deep":{"data":"AQI="},"at":"1970-01-01T00:00:01Z",
         "mask":"a,b","lines":[{"text":"x"}]}""";
    assertThat(new Json(order).messages(json, false).get(0))
        .asHexString()
        .isEqualTo(
            "08001207"
                + "0A0161"
                + "12020805"
                + "220"
                + "40A02"
                + "0102"
                + "2A020801"
                + "3206"
                + "0A01610A0162"
                + "3A03"
                + "0A0178");
  }

  /** As google.api.http, which many files have. */
  @Test
  void compile_optionsOfOthers_areRead() throws Exception {
    write(
        "http.proto",
        """
        syntax = "proto3";
        package api;
        import "google/protobuf/descriptor.proto";
        extend google.protobuf.MethodOptions { Rule http = 72295728; }
        message Rule { string get = 2; repeated Rule more = 11; }
        """);
    Path file =
        write(
            "shop.proto",
            """
            syntax = "proto3";
            package acme;
            import "http.proto";
            message Order {}
            service Shop {
              rpc Buy (Order) returns (Order) {
                option (api.http) = { get: "/v1/buy" more { get: "/v2/buy" } };
              }
            }
            """);

    assertThat(ProtoFiles.compile(file, List.of()).services()).containsExactly("acme.Shop");
  }

  @Test
  void compile_mistake_isOneLine() throws Exception {
    Path shop = write("shop.proto", SHOP);

    assertMistake(
        write("bad.proto", "syntax = \"proto3\";\nmessage {"),
        "--proto: \"%s\" (expected: a .proto file that compiles, its imports below --proto-path; or --protoset; ");
    assertMistake(
        write(
            "lost.proto", "syntax = \"proto3\";\nimport \"nobody.proto\";\nmessage M { N n = 1; }"),
        "--proto: \"%s\" (expected: a .proto file that compiles, its imports below --proto-path; or --protoset; ");
    assertMistake(
        write("edition.proto", "edition = \"2023\";\nmessage M {}"),
        "--proto: \"%s\" (expected: a .proto file that compiles, its imports below --proto-path; or --protoset; ");
    assertMistake(folder.resolve("nobody.proto"), "--proto: \"%s\" (expected: a readable file in ");
    assertThatThrownBy(() -> ProtoFiles.compile(shop, List.of(folder.resolve("nowhere"))))
        .isInstanceOf(Mistake.class)
        .hasMessage("--proto-path: \"%s\" (expected: a folder)", folder.resolve("nowhere"));
    assertThatThrownBy(
            () -> ProtoFiles.compile(shop, List.of(Files.createDirectory(folder.resolve("other")))))
        .isInstanceOf(Mistake.class)
        .hasMessageContaining("--proto-path names the folder that imports start from");
  }

  private static void assertMistake(Path file, String beginning) {
    assertThatThrownBy(() -> ProtoFiles.compile(file, List.of()))
        .isInstanceOf(Mistake.class)
        .hasMessageStartingWith(beginning.formatted(file))
        .message()
        .hasLineCount(1);
  }

  private Path write(String name, String text) throws Exception {
    Path file = folder.resolve(name);
    Files.createDirectories(file.getParent());
    return Files.writeString(file, text);
  }
}
