"""A gRPC server that is none of this project's, without its Java: acme.Shop, whose Buy and Watch (a stream) name the pod.

    serve_shop.py POD metadata|reply [FILE]

Has a health service that knows the shop. Names its pod by the metadata x-pod, or in the reply. With FILE, a FileDescriptorProto, it offers server reflection in its
older form, v1alpha. Prints the port; serves until it is ended.
"""

import sys
from concurrent import futures

import grpc


def varint(number):
    out = bytearray()
    while number > 0x7F:
        out.append(number & 0x7F | 0x80)
        number >>= 7
    out.append(number)
    return bytes(out)


def field(number, data):
    """A length-delimited field of a protobuf message."""
    data = data.encode() if isinstance(data, str) else data
    return varint(number << 3 | 2) + varint(len(data)) + data


def read(message):
    """Number and bytes of a message's one field, if that is length-delimited and short."""
    return (message[0] >> 3, message[2:].decode()) if message else (0, "")


class Shop(grpc.GenericRpcHandler):
    def __init__(self, pod, by_metadata, proto):
        self.pod, self.by_metadata, self.proto = pod, by_metadata, proto

    def service(self, details):
        if details.method == "/acme.Shop/Buy":
            return grpc.unary_unary_rpc_method_handler(self.buy)
        if details.method == "/acme.Shop/Watch":
            return grpc.unary_stream_rpc_method_handler(self.watch)
        if details.method == "/grpc.health.v1.Health/Check":
            return grpc.unary_unary_rpc_method_handler(self.check)
        if self.proto and details.method == "/grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo":
            return grpc.stream_stream_rpc_method_handler(self.reflect)
        return None

    def buy(self, order, context):
        if self.by_metadata:
            context.send_initial_metadata((("x-pod", self.pod),))
            context.set_trailing_metadata((("x-pod", self.pod),))
        if not order:
            context.abort(grpc.StatusCode.INVALID_ARGUMENT, "id: missing")
        return b"" if self.by_metadata else field(1, field(1, self.pod))

    def watch(self, order, context):
        for _ in range(3):
            yield self.buy(order, context)

    def check(self, question, context):
        if read(question)[1] not in ("", "acme.Shop"):
            context.abort(grpc.StatusCode.NOT_FOUND, "unknown service")
        return b"\x08\x01"

    def reflect(self, questions, context):
        for question in questions:
            kind, text = read(question)
            if kind == 7:
                yield field(6, field(1, field(1, "acme.Shop")))
            elif kind == 4 and text == "acme.Shop":
                yield field(4, field(1, self.proto))
            else:
                yield field(7, b"\x08\x05" + field(2, "not found"))


if __name__ == "__main__":
    pod, names_by, *files = sys.argv[1:]
    proto = open(files[0], "rb").read() if files else None
    # Between the first and the second of these sizes it refuses at random; by default that is 8 and 16 KiB.
    limits = [("grpc.max_metadata_size", 65536), ("grpc.absolute_max_metadata_size", 131072)]
    server = grpc.server(futures.ThreadPoolExecutor(max_workers=8), options=limits)
    server.add_generic_rpc_handlers((Shop(pod, names_by == "metadata", proto),))
    port = server.add_insecure_port("127.0.0.1:0")
    server.start()
    print("port", port, flush=True)
    server.wait_for_termination()
