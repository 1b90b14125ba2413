"""Calls the services as any gRPC client would, without stubs of this project and without its Java.

    call_services.py direct HELLO GOODBYE    every service of both servers, reflection and health
    call_services.py ingress ADDRESS         both services; reflection and health are not there

Exits with 0 if every answer is as the contract says; else an assertion tells which is not.
"""

import sys

import grpc

SECONDS = 10


def field(number, text):
    """A string field of a protobuf message, shorter than 128 bytes."""
    data = text.encode()
    return bytes([number << 3 | 2, len(data)]) + data


def call(channel, method, request):
    """One unary call, of bytes. Returns the reply, and the pod in the initial metadata."""
    reply, details = channel.unary_unary(method).with_call(request, timeout=SECONDS)
    return reply, dict(details.initial_metadata()).get("hostname")


def stream(channel, method, request):
    return list(channel.stream_stream(method)(iter([request]), timeout=SECONDS))


def text(reply):
    """The string field 1 of a reply; its length takes one byte or two."""
    assert reply[0] == 0x0A, reply
    return reply[2 if reply[1] < 0x80 else 3:].decode()


def refused(work, code):
    try:
        work()
    except grpc.RpcError as error:
        assert error.code() == code, error
        return dict(error.trailing_metadata() or ()).get("hostname")
    raise AssertionError(f"expected {code}")


def check_greetings(hello, goodbye):
    reply, pod = call(hello, "/helloworld.Hello/SayHello", field(1, "Ann") + field(2, "30"))
    assert pod.startswith("hello-"), pod
    assert text(reply) == f"Hello I'm Ann. 30 years old. At {pod}", reply

    reply, pod = call(goodbye, "/helloworld.Goodbye/SayGoodbye", field(1, "Ann"))
    assert pod.startswith("goodbye-"), pod
    start = f"Goodbye Ann. At {pod}.\n I sent chandler's words in Collection of famous sayings: "
    assert text(reply).startswith(start) and len(text(reply)) > len(start), reply

    empty = lambda: call(hello, "/helloworld.Hello/SayHello", b"")
    assert refused(empty, grpc.StatusCode.INVALID_ARGUMENT).startswith("hello-")


LIST_SERVICES = field(7, "*")
REFLECTION = [f"/grpc.reflection.{v}.ServerReflection/ServerReflectionInfo" for v in ("v1", "v1alpha")]
HEALTH = "/grpc.health.v1.Health/Check"
SERVING = b"\x08\x01"


def check_direct(hello_address, goodbye_address):
    with grpc.insecure_channel(hello_address) as hello, grpc.insecure_channel(goodbye_address) as goodbye:
        check_greetings(hello, goodbye)
        for channel, service in ((hello, "helloworld.Hello"), (goodbye, "helloworld.Goodbye")):
            for method in REFLECTION:
                (answer,) = stream(channel, method, LIST_SERVICES)
                assert service.encode() in answer, answer
            for name in ("", service):
                reply, pod = call(channel, HEALTH, field(1, name) if name else b"")
                assert reply == SERVING and pod, (reply, pod)
        unknown = lambda: call(hello, "/helloworld.Hello/Nothing", b"")
        assert refused(unknown, grpc.StatusCode.UNIMPLEMENTED).startswith("hello-")


def check_ingress(address):
    with grpc.insecure_channel(address) as channel:
        check_greetings(channel, channel)
        for method in REFLECTION:
            assert refused(lambda: stream(channel, method, LIST_SERVICES), grpc.StatusCode.UNIMPLEMENTED) is None
        assert refused(lambda: call(channel, HEALTH, b""), grpc.StatusCode.UNIMPLEMENTED) is None


if __name__ == "__main__":
    {"direct": check_direct, "ingress": check_ingress}[sys.argv[1]](*sys.argv[2:])
