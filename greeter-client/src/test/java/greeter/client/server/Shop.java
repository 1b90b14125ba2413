package greeter.client.server;

import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.Descriptor;
import com.google.protobuf.Descriptors.DescriptorValidationException;
import com.google.protobuf.Descriptors.FileDescriptor;
import com.google.protobuf.DynamicMessage;
import com.google.protobuf.TextFormat;
import io.grpc.BindableService;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.MethodDescriptor.MethodType;
import io.grpc.ServerInterceptors;
import io.grpc.ServerServiceDefinition;
import io.grpc.ServiceDescriptor;
import io.grpc.Status;
import io.grpc.protobuf.ProtoFileDescriptorSupplier;
import io.grpc.protobuf.ProtoUtils;
import io.grpc.stub.ServerCalls;
import io.grpc.stub.StreamObserver;
import java.util.function.Supplier;

/**
 * A service that is none of this project's: an order with an id is answered, others are refused.
 */
public final class Shop {
  /** What protoc makes of it. */
  public static final FileDescriptorProto PROTO = parse();

  private static final FileDescriptor FILE = link();

  private Shop() {}

  /** Names its pod in the reply alone: as {@code pod}, and as {@code seller.pod}. */
  public static BindableService inReply(Supplier<String> pods) {
    return () -> definition(pods);
  }

  /** Names its pod by metadata of this name too, which another supplier gives. */
  public static BindableService inMetadata(String key, Supplier<String> pods) {
    Metadata.Key<String> name = Metadata.Key.of(key, Metadata.ASCII_STRING_MARSHALLER);
    return () -> ServerInterceptors.intercept(definition(() -> ""), new Naming(name, pods));
  }

  private static ServerServiceDefinition definition(Supplier<String> pods) {
    MethodDescriptor<DynamicMessage, DynamicMessage> buy = method("Buy", MethodType.UNARY);
    ServiceDescriptor service =
        ServiceDescriptor.newBuilder("acme.Shop")
            .setSchemaDescriptor((ProtoFileDescriptorSupplier) () -> FILE)
            .addMethod(buy)
            .build();
    return ServerServiceDefinition.builder(service)
        .addMethod(buy, ServerCalls.asyncUnaryCall((order, out) -> answer(order, pods.get(), out)))
        .build();
  }

  private static void answer(DynamicMessage order, String pod, StreamObserver<DynamicMessage> out) {
    if (order.getField(type("Order").findFieldByName("id")).equals("")) {
      out.onError(Status.INVALID_ARGUMENT.withDescription("id: missing").asRuntimeException());
      return;
    }
    Descriptor receipt = type("Receipt");
    Descriptor seller = type("Seller");
    out.onNext(
        DynamicMessage.newBuilder(receipt)
            .setField(receipt.findFieldByName("pod"), pod)
            .setField(
                receipt.findFieldByName("seller"),
                DynamicMessage.newBuilder(seller)
                    .setField(seller.findFieldByName("pod"), pod)
                    .build())
            .build());
    out.onCompleted();
  }

  private static MethodDescriptor<DynamicMessage, DynamicMessage> method(
      String name, MethodType type) {
    return MethodDescriptor.newBuilder(marshaller("Order"), marshaller("Receipt"))
        .setType(type)
        .setFullMethodName("acme.Shop/" + name)
        .build();
  }

  private static MethodDescriptor.Marshaller<DynamicMessage> marshaller(String type) {
    return ProtoUtils.marshaller(DynamicMessage.getDefaultInstance(type(type)));
  }

  private static Descriptor type(String name) {
    return FILE.findMessageTypeByName(name);
  }

  private static FileDescriptorProto parse() {
    try {
      return TextFormat.parse(
          """
          name: "shop.proto"
          package: "acme"
          syntax: "proto3"
          message_type {
            name: "Order"
            field { name: "id" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "id" }
            field { name: "count" number: 2 label: LABEL_OPTIONAL type: TYPE_INT32 json_name: "count" }
            field { name: "parts" number: 3 label: LABEL_REPEATED type: TYPE_MESSAGE
                    type_name: ".acme.Part" json_name: "parts" }
          }
          message_type {
            name: "Part"
            field { name: "stock_unit" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "SKU" }
            field { name: "color" number: 2 label: LABEL_OPTIONAL type: TYPE_ENUM
                    type_name: ".acme.Color" json_name: "color" }
          }
          message_type {
            name: "Receipt"
            field { name: "pod" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "pod" }
            field { name: "seller" number: 2 label: LABEL_OPTIONAL type: TYPE_MESSAGE
                    type_name: ".acme.Seller" json_name: "seller" }
            field { name: "notes" number: 3 label: LABEL_REPEATED type: TYPE_STRING json_name: "notes" }
          }
          message_type {
            name: "Seller"
            field { name: "pod" number: 1 label: LABEL_OPTIONAL type: TYPE_STRING json_name: "pod" }
          }
          enum_type {
            name: "Color"
            value { name: "NONE" number: 0 }
            value { name: "RED" number: 1 }
          }
          service {
            name: "Shop"
            method { name: "Buy" input_type: ".acme.Order" output_type: ".acme.Receipt" }
            method { name: "Watch" input_type: ".acme.Order" output_type: ".acme.Receipt"
                     server_streaming: true }
            method { name: "Upload" input_type: ".acme.Order" output_type: ".acme.Receipt"
                     client_streaming: true }
            method { name: "Talk" input_type: ".acme.Order" output_type: ".acme.Receipt"
                     client_streaming: true server_streaming: true }
          }
          """,
          FileDescriptorProto.class);
    } catch (TextFormat.ParseException e) {
      throw new IllegalStateException(e);
    }
  }

  private static FileDescriptor link() {
    try {
      return FileDescriptor.buildFrom(PROTO, new FileDescriptor[0]);
    } catch (DescriptorValidationException e) {
      throw new IllegalStateException(e);
    }
  }
}
