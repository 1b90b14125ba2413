/**
 * A method of any gRPC service: found by its name, asked with JSON, and called without stubs. Its
 * descriptor comes from the target itself (server reflection), from a set of descriptors that
 * protoc wrote, or from .proto files.
 */
package greeter.client.method;
