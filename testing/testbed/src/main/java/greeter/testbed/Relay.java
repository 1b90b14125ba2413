package greeter.testbed;

import io.grpc.CallOptions;
import io.grpc.Channel;
import io.grpc.ClientCall;
import io.grpc.Metadata;
import io.grpc.ServerCall;
import io.grpc.Status;

/**
 * One call, passed on: messages as bytes, metadata, trailers, cancel and deadline in both
 * directions. Each side is asked for its next message when the other has room for it.
 */
final class Relay {
  private final ServerCall<byte[], byte[]> client;
  private final ClientCall<byte[], byte[]> pod;
  private boolean requestAwaitsRoom;
  private boolean replyAwaitsRoom;

  private Relay(ServerCall<byte[], byte[]> client, ClientCall<byte[], byte[]> pod) {
    this.client = client;
    this.pod = pod;
  }

  /** Begins to pass a call on; the deadline goes with the current context. */
  static ServerCall.Listener<byte[]> start(
      ServerCall<byte[], byte[]> client, Metadata headers, Channel channel) {
    Relay relay =
        new Relay(client, channel.newCall(client.getMethodDescriptor(), CallOptions.DEFAULT));
    relay.pod.start(relay.new FromPod(), headers);
    relay.pod.request(1);
    client.request(1);
    return relay.new FromClient();
  }

  private final class FromClient extends ServerCall.Listener<byte[]> {
    @Override
    public void onMessage(byte[] message) {
      pod.sendMessage(message);
      synchronized (Relay.this) {
        requestAwaitsRoom = !pod.isReady();
        if (!requestAwaitsRoom) {
          client.request(1);
        }
      }
    }

    @Override
    public void onHalfClose() {
      pod.halfClose();
    }

    @Override
    public void onCancel() {
      pod.cancel("the client cancelled", null);
    }

    @Override
    public void onReady() {
      synchronized (Relay.this) {
        if (replyAwaitsRoom) {
          replyAwaitsRoom = false;
          pod.request(1);
        }
      }
    }
  }

  private final class FromPod extends ClientCall.Listener<byte[]> {
    @Override
    public void onHeaders(Metadata headers) {
      client.sendHeaders(headers);
    }

    @Override
    public void onMessage(byte[] message) {
      client.sendMessage(message);
      synchronized (Relay.this) {
        replyAwaitsRoom = !client.isReady();
        if (!replyAwaitsRoom) {
          pod.request(1);
        }
      }
    }

    @Override
    public void onClose(Status status, Metadata trailers) {
      client.close(status, trailers);
    }

    @Override
    public void onReady() {
      synchronized (Relay.this) {
        if (requestAwaitsRoom) {
          requestAwaitsRoom = false;
          client.request(1);
        }
      }
    }
  }
}
