/**
 * What every gRPC server here needs, in one line: environment → {@link greeter.server.ServerConfig}
 * → {@link greeter.server.GrpcServer} → SERVING … SIGTERM → drain → exit code 0.
 */
package greeter.server;
