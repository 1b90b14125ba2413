package greeter.client.method;

/** The target cannot be asked: no connection carries a call. */
public final class Unreachable extends Mistake {
  private static final long serialVersionUID = 1;

  Unreachable(String message) {
    super(message);
  }
}
