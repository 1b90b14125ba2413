package greeter.client.method;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.google.protobuf.DescriptorProtos.FileDescriptorSet;
import greeter.client.calls.PodFrom;
import greeter.client.server.Shop;
import io.grpc.MethodDescriptor.MethodType;
import java.util.HexFormat;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class MethodCallTest {
  private static final PodSource NOWHERE = new PodSource.Nowhere();

  private Catalog catalog;

  @BeforeEach
  void describe() throws Exception {
    catalog = Described.of("--protoset", "x", List.of(Shop.PROTO));
  }

  @ParameterizedTest
  @CsvSource({
    "Buy, UNARY",
    "Watch, SERVER_STREAMING",
    "Upload, CLIENT_STREAMING",
    "Talk, BIDI_STREAMING"
  })
  void find_kindOfMethod(String method, MethodType type) throws Exception {
    MethodCall call = find(method, "{}", NOWHERE);

    assertThat(call.method().getType()).isEqualTo(type);
    assertThat(call.method().getFullMethodName()).isEqualTo("acme.Shop/" + method);
    assertThat(call.requests()).containsExactly(new byte[0]);
  }

  @Test
  void find_data_isTheBytesOnTheWire() throws Exception {
    String json =
        """
        {"id": "a", "count": 3, "parts": [{"SKU": "b", "color": "RED"}, {"stock_unit": "c"}]}
        """;

    assertThat(find("Buy", json, NOWHERE).requests().get(0))
        .asHexString()
        .isEqualTo("0A0161" + "1003" + "1A05" + "0A01621001" + "1A03" + "0A0163");
  }

  @Test
  void find_streamOfRequests_isAnArrayOrOne() throws Exception {
    String two = "[{\"id\": \"a\"}, {\"count\": 1}]";

    assertThat(find("Upload", two, NOWHERE).requests())
        .containsExactly(new byte[] {10, 1, 'a'}, new byte[] {16, 1});
    assertThat(find("Talk", "{\"id\": \"a\"}", NOWHERE).requests())
        .containsExactly(new byte[] {10, 1, 'a'});
    assertThat(find("Talk", "[]", NOWHERE).requests()).isEmpty();
  }

  @Test
  void podFrom_field_isReadFromTheReply() throws Exception {
    byte[] reply = HexFormat.of().parseHex("0A0161" + "12030A0162"); // pod "a", seller.pod "b"

    assertThat(podIn("pod", reply)).contains("a");
    assertThat(podIn("seller.pod", reply)).contains("b");
    assertThat(podIn("pod", new byte[0])).isEmpty();
    assertThat(podIn("seller.pod", new byte[0])).isEmpty();
    assertThat(podIn("pod", new byte[] {10, 5, 'a'})).isEmpty();
  }

  private Optional<String> podIn(String field, byte[] reply) throws Exception {
    PodFrom<byte[]> from = find("Buy", "{}", new PodSource.Field(field)).podFrom();
    return from.inReply().orElseThrow().apply(reply);
  }

  @ParameterizedTest
  @CsvSource(
      delimiter = '|',
      value = {
        "acme.Shop|Sell|{}|pod|--method: \"acme.Shop/Sell\" (expected: a method of acme.Shop: Buy, Watch, Upload, Talk)",
        "acme.Store|Buy|{}|pod|--method: \"acme.Store/Buy\" (expected: a method of acme.Shop)",
        "acme.Shop|Buy|{|pod|--data: \"{\" (expected: JSON, or @FILE with JSON; wrong at line 1, column 2)",
        "acme.Shop|Buy|{} {}|pod|--data: \"{} {}\" (expected: JSON, or @FILE with JSON; wrong at line 1, column 5)",
        "acme.Shop|Buy|5|pod|--data: \"5\" (expected: a JSON object with the fields of acme.Order)",
        "acme.Shop|Buy|[{}]|pod|--data: \"[{}]\" (expected: a JSON object with the fields of acme.Order)",
        "acme.Shop|Buy|{\"name\":1}|pod|--data: \"name\" (expected: a field of acme.Order: id, count, parts)",
        "acme.Shop|Buy|{\"id\":\"a\",\"count\":\"x\"}|pod|--data: \"count: \"x\"\" (expected: a value of type int32)",
        "acme.Shop|Buy|{\"parts\":[{},{\"x\":1}]}|pod|--data: \"parts[1].x\" (expected: a field of acme.Part: stock_unit, color)",
        "acme.Shop|Buy|{\"parts\":[{\"color\":\"BLUE\"}]}|pod|--data: \"parts[0].color: \"BLUE\"\" (expected: a value of type acme.Color)",
        "acme.Shop|Buy|{\"parts\":{}}|pod|--data: \"parts: {}\" (expected: a value of type repeated acme.Part (a JSON array))",
        "acme.Shop|Talk|[{},{\"x\":1}]|pod|--data: \"[1].x\" (expected: a field of acme.Order: id, count, parts)",
        "acme.Shop|Buy|{}|node|--pod-from: \"json:node\" (expected: a single field of acme.Receipt: pod, seller, notes)",
        "acme.Shop|Buy|{}|notes|--pod-from: \"json:notes\" (expected: a single field of acme.Receipt: pod, seller, notes)",
        "acme.Shop|Buy|{}|seller|--pod-from: \"json:seller\" (expected: a field that is no message; of acme.Seller: pod)",
        "acme.Shop|Buy|{}|seller.x|--pod-from: \"json:seller.x\" (expected: a single field of acme.Seller: pod)",
        "acme.Shop|Buy|{}|pod.x|--pod-from: \"json:pod.x\" (expected: no more names after pod)",
      })
  void find_mistake_saysWhatWasExpected(
      String service, String method, String data, String field, String message) {
    assertThatThrownBy(
            () ->
                MethodCall.find(
                    catalog, new MethodName(service, method), data, new PodSource.Field(field)))
        .isInstanceOf(Mistake.class)
        .hasMessageStartingWith(message)
        .message()
        .hasLineCount(1);
  }

  @Test
  void unary_aStream_isAMistake() throws Exception {
    MethodCall watch = find("Watch", "{}", NOWHERE);

    assertThatThrownBy(watch::unary)
        .isInstanceOf(Mistake.class)
        .hasMessage("--method: \"acme.Shop/Watch\" (expected: a unary method; this one streams)");
    assertThat(find("Buy", "{}", NOWHERE).unary().service()).isEqualTo("acme.Shop");
  }

  @Test
  void requests_ofAnEmptySet_areOfNoService() throws Exception {
    Catalog none =
        Described.of("--protoset", "x", FileDescriptorSet.getDefaultInstance().getFileList());

    assertThatThrownBy(
            () -> MethodCall.find(none, new MethodName("acme.Shop", "Buy"), "{}", NOWHERE))
        .hasMessage(
            "--method: \"acme.Shop/Buy\" (expected: a method of no service: there is none)");
  }

  private MethodCall find(String method, String data, PodSource pod) throws Exception {
    return MethodCall.find(catalog, new MethodName("acme.Shop", method), data, pod);
  }
}
