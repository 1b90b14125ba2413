package greeter.hello;

import greeter.server.ServerProcessContract;

class HelloServerIT extends ServerProcessContract {
  @Override
  protected String server() {
    return "hello-server";
  }

  @Override
  protected String service() {
    return "helloworld.Hello";
  }
}
