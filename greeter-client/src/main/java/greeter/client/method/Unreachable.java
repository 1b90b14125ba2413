package greeter.client.method;

/** The target cannot be asked, since no connection carries a call; the message says why. */
public final class Unreachable extends Mistake {
  private static final long serialVersionUID = 1;

  Unreachable(String why) {
    super(why);
  }
}
