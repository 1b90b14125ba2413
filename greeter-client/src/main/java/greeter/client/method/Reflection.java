package greeter.client.method;

import com.google.protobuf.ByteString;
import com.google.protobuf.DescriptorProtos.FileDescriptorProto;
import com.google.protobuf.Descriptors.ServiceDescriptor;
import com.google.protobuf.InvalidProtocolBufferException;
import greeter.client.calls.LiveCall;
import greeter.client.calls.Origin;
import greeter.client.calls.Outcome.Failed;
import greeter.client.calls.PodFrom;
import io.grpc.Channel;
import io.grpc.Metadata;
import io.grpc.MethodDescriptor;
import io.grpc.Status;
import io.grpc.reflection.v1.ServerReflectionGrpc;
import io.grpc.reflection.v1.ServerReflectionRequest;
import io.grpc.reflection.v1.ServerReflectionResponse;
import io.grpc.reflection.v1.ServiceResponse;
import java.time.Duration;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashSet;
import java.util.List;
import java.util.Optional;
import java.util.Set;
import java.util.concurrent.LinkedBlockingQueue;

/**
 * Asks the target itself, by gRPC's server reflection
 * (https://github.com/grpc/grpc/blob/master/doc/server-reflection.md).
 */
public final class Reflection implements Catalog {
  private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1 =
      ServerReflectionGrpc.getServerReflectionInfoMethod();

  /** What servers had before; its messages are the same on the wire. */
  private static final MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> V1ALPHA =
      V1.toBuilder()
          .setFullMethodName("grpc.reflection.v1alpha.ServerReflection/ServerReflectionInfo")
          .build();

  private final Channel channel;
  private final String target;
  private final Duration deadline;

  /**
   * Asks when it is asked.
   *
   * @param target as the user wrote it
   * @param deadline of each question
   */
  public Reflection(Channel channel, String target, Duration deadline) {
    this.channel = channel;
    this.target = target;
    this.deadline = deadline;
  }

  @Override
  public Optional<ServiceDescriptor> service(String name) throws Mistake, InterruptedException {
    try (Talk talk = talk()) {
      ServerReflectionResponse answer =
          talk.ask(ServerReflectionRequest.newBuilder().setFileContainingSymbol(name).build());
      return answer.hasFileDescriptorResponse()
          ? Described.of("--method", name, files(talk, answer)).service(name)
          : Optional.empty();
    }
  }

  @Override
  public List<String> services() throws Mistake, InterruptedException {
    try (Talk talk = talk()) {
      return talk
          .ask(ServerReflectionRequest.newBuilder().setListServices("").build())
          .getListServicesResponse()
          .getServiceList()
          .stream()
          .map(ServiceResponse::getName)
          .sorted()
          .toList();
    }
  }

  /** The files of an answer with all that they import: some servers send it at once, some not. */
  private List<FileDescriptorProto> files(Talk talk, ServerReflectionResponse first)
      throws Mistake, InterruptedException {
    List<FileDescriptorProto> files = new ArrayList<>(parsed(first));
    Set<String> known = new HashSet<>();
    Deque<FileDescriptorProto> open = new ArrayDeque<>(files);
    files.forEach(file -> known.add(file.getName()));
    while (!open.isEmpty()) {
      for (String name : open.remove().getDependencyList()) {
        if (!Linker.isWellKnown(name) && known.add(name)) {
          ServerReflectionResponse answer =
              talk.ask(ServerReflectionRequest.newBuilder().setFileByFilename(name).build());
          if (!answer.hasFileDescriptorResponse()) {
            throw unusable("it does not know " + name + ", which others import");
          }
          for (FileDescriptorProto file : parsed(answer)) {
            if (file.getName().equals(name) || known.add(file.getName())) {
              files.add(file);
              open.add(file);
            }
          }
        }
      }
    }
    return files;
  }

  private List<FileDescriptorProto> parsed(ServerReflectionResponse answer) throws Mistake {
    List<FileDescriptorProto> files = new ArrayList<>();
    for (ByteString file : answer.getFileDescriptorResponse().getFileDescriptorProtoList()) {
      try {
        files.add(FileDescriptorProto.parseFrom(file));
      } catch (InvalidProtocolBufferException e) {
        throw unusable("it sends no descriptors");
      }
    }
    return files;
  }

  private Talk talk() throws Mistake, InterruptedException {
    Talk v1 = new Talk(V1);
    if (v1.isServed()) {
      return v1;
    }
    v1.close();
    return new Talk(V1ALPHA);
  }

  private Mistake unusable(String why) {
    return new Mistake(
        "--method: server reflection of %s: %s; describe the method by --protoset FILE or --proto FILE"
            .formatted(target, why));
  }

  /** One stream, so that one server answers all: they may differ during a rollout. */
  private final class Talk implements AutoCloseable {
    private final LinkedBlockingQueue<ServerReflectionResponse> answers =
        new LinkedBlockingQueue<>();
    private final LiveCall<ServerReflectionRequest, ServerReflectionResponse> call;
    private int asked;

    Talk(MethodDescriptor<ServerReflectionRequest, ServerReflectionResponse> method) {
      call =
          LiveCall.start(
              channel,
              method,
              PodFrom.nothing(),
              new Metadata(),
              Optional.of(deadline),
              answers::add);
    }

    /** Whether there is such a method: its first question is answered by it. */
    boolean isServed() throws Mistake, InterruptedException {
      call.send(ServerReflectionRequest.newBuilder().setListServices("").build());
      asked++;
      if (call.repliesWithin(asked, deadline)) {
        answers.clear();
        return true;
      }
      return call.end().status().getCode() != Status.Code.UNIMPLEMENTED;
    }

    ServerReflectionResponse ask(ServerReflectionRequest question)
        throws Mistake, InterruptedException {
      call.send(question);
      asked++;
      if (call.repliesWithin(asked, deadline)) {
        return answers.take();
      }
      LiveCall.Ended end = call.end();
      Optional<Failed> failed = end.failure();
      if (failed.isPresent() && failed.get().origin() == Origin.CONNECTION) {
        throw new Unreachable(failed.get().reason());
      }
      throw unusable(failed.map(Reflection::why).orElse("it ended without an answer"));
    }

    @Override
    public void close() {
      call.cancel();
    }
  }

  private static String why(Failed failed) {
    return failed.status().getCode() == Status.Code.UNIMPLEMENTED
        ? "it is not offered (UNIMPLEMENTED)"
        : failed.reason();
  }
}
