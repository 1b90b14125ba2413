package greeter.client.check;

import greeter.client.calls.Outcome.Failed;
import io.grpc.Status;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;
import java.util.stream.Collectors;

/**
 * How a call of a certain size ended.
 *
 * @param kib the size, in KiB
 * @param what is so large, in words, as {@code 8 KiB as -bin}
 * @param failure empty if it was answered
 */
record Size(int kib, String what, Optional<Failed> failure) {
  /** The largest that was answered, as all the smaller were; 0 if not even the smallest. */
  static int largest(List<Size> sizes) {
    int smallestFailed =
        failures(sizes).stream().mapToInt(Size::kib).findFirst().orElse(Integer.MAX_VALUE);
    return sizes.stream().mapToInt(Size::kib).filter(kib -> kib < smallestFailed).max().orElse(0);
  }

  /** Those that were not answered, the smallest first. */
  static List<Size> failures(List<Size> sizes) {
    return sizes.stream()
        .filter(size -> size.failure().isPresent())
        .sorted(Comparator.comparingInt(Size::kib))
        .toList();
  }

  /** Whether nobody refused it: there was just no answer in time. */
  boolean isUnanswered() {
    return failure().filter(f -> f.status().getCode() == Status.Code.DEADLINE_EXCEEDED).isPresent();
  }

  /** Whether by what refuses calls of any size for a while. */
  boolean isRefusedForNow() {
    return failure().filter(Refusal::isForNow).isPresent();
  }

  /** In words, as {@code 8 KiB as -bin: UNKNOWN: HTTP status code 413}. */
  String reason() {
    return what + failure().map(failed -> ": " + failed.reason()).orElse(": answered");
  }

  static String names(List<Size> sizes) {
    return sizes.stream().map(Size::what).collect(Collectors.joining(", "));
  }
}
