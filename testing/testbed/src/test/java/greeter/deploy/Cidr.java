package greeter.deploy;

import java.math.BigInteger;
import java.net.InetAddress;
import java.net.UnknownHostException;
import java.util.Optional;
import java.util.regex.Matcher;
import java.util.regex.Pattern;

/**
 * A block of IPv4 addresses.
 *
 * @param first its first address
 * @param last its last
 */
record Cidr(long first, long last) {
  private static final Pattern NOTATION = Pattern.compile("(\\d+\\.\\d+\\.\\d+\\.\\d+)/(\\d+)");

  /** Of a text as 10.0.0.0/16. */
  static Optional<Cidr> parse(String text) {
    Matcher matcher = NOTATION.matcher(text);
    if (!matcher.matches() || Integer.parseInt(matcher.group(2)) > 32) {
      return Optional.empty();
    }
    long size = 1L << (32 - Integer.parseInt(matcher.group(2)));
    return address(matcher.group(1))
        .map(any -> new Cidr(any - any % size, any - any % size + size - 1));
  }

  /** Of a text as 10.0.0.1. */
  static Optional<Long> address(String text) {
    try {
      return text.matches("[0-9.]+")
          ? Optional.of(
              new BigInteger(1, InetAddress.getByName(text).getAddress()).longValueExact())
          : Optional.empty();
    } catch (UnknownHostException e) {
      return Optional.empty();
    }
  }

  boolean overlaps(Cidr other) {
    return first <= other.last && other.first <= last;
  }

  boolean contains(long address) {
    return first <= address && address <= last;
  }
}
