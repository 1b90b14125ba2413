package greeter.bench;

import java.io.IOException;

/** A program that calls SayHello in a closed loop, and says how fast that went. */
interface Client {
  String name();

  /**
   * Calls.
   *
   * @param address HOST:PORT of a server in cleartext
   * @param shape of unary calls
   * @return what it says, and how busy it kept its core
   * @throws IOException if it fails, or says that a call did
   */
  Sample call(String address, Shape shape, int calls) throws IOException, InterruptedException;
}
