package greeter.client.load;

import com.google.protobuf.ByteString;
import com.google.protobuf.InvalidProtocolBufferException;
import com.google.protobuf.Message;
import com.google.protobuf.Parser;
import com.google.protobuf.UnknownFieldSet;
import greeter.api.GoodbyeGrpc;
import greeter.api.GoodbyeReply;
import greeter.api.HelloGrpc;
import greeter.api.HelloReply;
import greeter.client.calls.Greeting;
import greeter.client.calls.PodFrom;
import io.grpc.MethodDescriptor;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Collectors;

/** What is called, and in which parts. This is the one place where that is made. */
public final class Workload {
  /** What {@link #greetings} takes as a mix, for error messages. */
  public static final String EXPECTED =
      "NAME=PARTS,..., each once, PARTS 1..1000, as hello=3,goodbye=1; names: hello, goodbye,"
          + " hello-stream, goodbye-stream, hello-bidi, goodbye-bidi";

  private static final int MOST_PARTS = 1_000;
  private static final Pattern PART = Pattern.compile("([a-z-]+)(?:=([0-9]{1,4}))?");

  /** A field that no message of the services has: servers read past it. */
  private static final int PADDING_FIELD = 15;

  private final List<Work> works;
  private final String mix;
  private final int[] order;

  private Workload(Map<Work, Integer> parts) {
    this(
        parts,
        parts.entrySet().stream()
            .map(part -> part.getKey().service() + "=" + part.getValue())
            .collect(Collectors.joining(", ")));
  }

  private Workload(Map<Work, Integer> parts, String mix) {
    this.works = List.copyOf(parts.keySet());
    this.mix = mix;
    this.order = order(parts.values().stream().mapToInt(Integer::intValue).toArray());
  }

  /** One method alone. */
  public static Workload of(Work work) {
    return new Workload(Map.of(work, 1), work.method().getFullMethodName() + "=1");
  }

  /**
   * Of the methods of Hello and Goodbye.
   *
   * @param mix as {@link #EXPECTED} has it
   * @param messages of each stream of requests
   * @param payload bytes that are added to each request
   * @throws IllegalArgumentException with what was expected, if the mix is wrong
   */
  public static Workload greetings(String mix, int messages, int payload) {
    Map<String, Work> known = known(messages, payload);
    Map<Work, Integer> parts = new LinkedHashMap<>();
    for (String text : mix.split(",", -1)) {
      Matcher matcher = PART.matcher(text);
      Work work = matcher.matches() ? known.remove(matcher.group(1)) : null;
      int count = work == null || matcher.group(2) == null ? 1 : Integer.parseInt(matcher.group(2));
      if (work == null || count < 1 || count > MOST_PARTS) {
        throw new IllegalArgumentException(EXPECTED);
      }
      parts.put(work, count);
    }
    return new Workload(parts);
  }

  private static Map<String, Work> known(int messages, int payload) {
    Greeting<?, HelloReply> hello = Greeting.hello("load", "");
    Greeting<?, GoodbyeReply> goodbye = Greeting.goodbye("load");
    byte[] helloBytes = bytes((Message) hello.request(), payload);
    byte[] goodbyeBytes = bytes((Message) goodbye.request(), payload);
    PodFrom<byte[]> inHello = parsed(hello.podFrom(), HelloReply.parser());
    PodFrom<byte[]> inGoodbye = parsed(goodbye.podFrom(), GoodbyeReply.parser());
    Map<String, Work> known = new LinkedHashMap<>();
    known.put("hello", work("Hello", hello.method(), 1, helloBytes, inHello));
    known.put("goodbye", work("Goodbye", goodbye.method(), 1, goodbyeBytes, inGoodbye));
    known.put(
        "hello-stream",
        work("Hello stream", HelloGrpc.getSayHelloStreamReplyMethod(), 1, helloBytes, inHello));
    known.put(
        "goodbye-stream",
        work(
            "Goodbye stream",
            GoodbyeGrpc.getSayGoodbyeStreamReplyMethod(),
            1,
            goodbyeBytes,
            inGoodbye));
    known.put(
        "hello-bidi",
        work("Hello bidi", HelloGrpc.getSayHelloBidiStreamMethod(), messages, helloBytes, inHello));
    known.put(
        "goodbye-bidi",
        work(
            "Goodbye bidi",
            GoodbyeGrpc.getSayGoodbyeBidiStreamMethod(),
            messages,
            goodbyeBytes,
            inGoodbye));
    return known;
  }

  private static Work work(
      String service,
      MethodDescriptor<?, ?> method,
      int messages,
      byte[] request,
      PodFrom<byte[]> podFrom) {
    return new Work(
        service,
        method.getType(),
        method.getFullMethodName(),
        Collections.nCopies(messages, request),
        podFrom);
  }

  private static <A> PodFrom<byte[]> parsed(PodFrom<A> podFrom, Parser<A> parser) {
    return new PodFrom<>(
        podFrom.key(),
        Optional.of(
            reply -> {
              try {
                return podFrom.inMessage(parser.parseFrom(reply));
              } catch (InvalidProtocolBufferException e) {
                return Optional.empty();
              }
            }));
  }

  private static byte[] bytes(Message request, int payload) {
    if (payload == 0) {
      return request.toByteArray();
    }
    return request.toBuilder()
        .setUnknownFields(
            UnknownFieldSet.newBuilder()
                .addField(
                    PADDING_FIELD,
                    UnknownFieldSet.Field.newBuilder()
                        .addLengthDelimited(ByteString.copyFrom(new byte[payload]))
                        .build())
                .build())
        .build()
        .toByteArray();
  }

  /** Each as often as its parts, spread as evenly as can be: the one that is furthest behind. */
  private static int[] order(int[] parts) {
    int sum = 0;
    for (int part : parts) {
      sum += part;
    }
    List<Integer> order = new ArrayList<>();
    int[] credit = new int[parts.length];
    for (int n = 0; n < sum; n++) {
      int best = 0;
      for (int i = 0; i < parts.length; i++) {
        credit[i] += parts[i];
        if (credit[i] > credit[best]) {
          best = i;
        }
      }
      credit[best] -= sum;
      order.add(best);
    }
    return order.stream().mapToInt(Integer::intValue).toArray();
  }

  /** All methods, in the order of the mix. */
  List<Work> works() {
    return works;
  }

  /**
   * Which of {@link #works} a call goes to. Each round of the mix begins elsewhere, by multiples of
   * the golden ratio (Knuth, The Art of Computer Programming, 3, 6.4): else a balancer's rotation
   * and the mix's would go in step, and each method meet the same pods and connections again.
   */
  int workOf(long call) {
    long round = call / order.length;
    long start = (round * 0x9E3779B97F4A7C15L) >>> 2;
    return order[(int) ((start + call) % order.length)];
  }

  /** As {@code Hello=3, Goodbye=1}. */
  @Override
  public String toString() {
    return mix;
  }
}
