// Hello on gRPC C++, by its callback API: grpc-cpp-peer POD. It says on which port.

#include <grpcpp/grpcpp.h>

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include "helloworld.grpc.pb.h"

namespace {

constexpr int kRepliesOfAStream = 5;

/// Writes the same reply a few times, each when the last is on its way.
class Repeated final : public grpc::ServerWriteReactor<helloworld::HelloReply> {
 public:
  explicit Repeated(helloworld::HelloReply reply) : reply_(std::move(reply)) { Next(); }

  void OnWriteDone(bool ok) override {
    if (ok) {
      Next();
    } else {
      Finish(grpc::Status(grpc::StatusCode::UNAVAILABLE, "the caller has gone"));
    }
  }

  void OnDone() override { delete this; }

 private:
  void Next() {
    if (sent_++ < kRepliesOfAStream) {
      StartWrite(&reply_);
    } else {
      Finish(grpc::Status::OK);
    }
  }

  const helloworld::HelloReply reply_;
  int sent_ = 0;
};

class Greeter final : public helloworld::Hello::CallbackService {
 public:
  explicit Greeter(std::string pod) : pod_(std::move(pod)) {}

  grpc::ServerUnaryReactor* SayHello(grpc::CallbackServerContext* context,
                                     const helloworld::HelloRequest* request,
                                     helloworld::HelloReply* reply) override {
    context->AddInitialMetadata("hostname", pod_);
    Fill(*request, reply);
    auto* reactor = context->DefaultReactor();
    reactor->Finish(grpc::Status::OK);
    return reactor;
  }

  grpc::ServerWriteReactor<helloworld::HelloReply>* SayHelloStreamReply(
      grpc::CallbackServerContext* context, const helloworld::HelloRequest* request) override {
    context->AddInitialMetadata("hostname", pod_);
    helloworld::HelloReply reply;
    Fill(*request, &reply);
    return new Repeated(std::move(reply));
  }

 private:
  void Fill(const helloworld::HelloRequest& request, helloworld::HelloReply* reply) const {
    reply->set_message("Hello I'm " + request.name() + ". " + request.age() + " years old. At " + pod_);
  }

  const std::string pod_;
};

}  // namespace

int main(int argc, char** argv) {
  if (argc != 2) {
    std::cerr << "usage: grpc-cpp-peer POD\n";
    return 2;
  }
  Greeter greeter(argv[1]);
  int port = 0;
  grpc::ServerBuilder builder;
  builder.AddListeningPort("127.0.0.1:0", grpc::InsecureServerCredentials(), &port);
  builder.RegisterService(&greeter);
  std::unique_ptr<grpc::Server> server = builder.BuildAndStart();
  if (!server) {
    std::cerr << "grpc-cpp-peer: cannot listen\n";
    return 1;
  }
  std::cout << "serving on port " << port << std::endl;
  server->Wait();
}
