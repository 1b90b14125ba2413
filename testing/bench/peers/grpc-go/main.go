// Hello on grpc-go: grpc-go-peer POD. It says on which port.
package main

import (
	"context"
	"fmt"
	"log"
	"net"
	"os"

	"google.golang.org/grpc"
	"google.golang.org/grpc/metadata"

	pb "greeter/peer/helloworld"
)

const repliesOfAStream = 5

type greeter struct {
	pb.UnimplementedHelloServer
	pod      string
	hostname metadata.MD
}

func (g *greeter) reply(request *pb.HelloRequest) *pb.HelloReply {
	return &pb.HelloReply{
		Message: fmt.Sprintf("Hello I'm %s. %s years old. At %s", request.GetName(), request.GetAge(), g.pod),
	}
}

func (g *greeter) SayHello(ctx context.Context, request *pb.HelloRequest) (*pb.HelloReply, error) {
	if err := grpc.SetHeader(ctx, g.hostname); err != nil {
		return nil, err
	}
	return g.reply(request), nil
}

func (g *greeter) SayHelloStreamReply(request *pb.HelloRequest, replies grpc.ServerStreamingServer[pb.HelloReply]) error {
	if err := replies.SetHeader(g.hostname); err != nil {
		return err
	}
	reply := g.reply(request)
	for range repliesOfAStream {
		if err := replies.Send(reply); err != nil {
			return err
		}
	}
	return nil
}

func main() {
	if len(os.Args) != 2 {
		log.Fatal("usage: grpc-go-peer POD")
	}
	pod := os.Args[1]
	listener, err := net.Listen("tcp", "127.0.0.1:0")
	if err != nil {
		log.Fatal(err)
	}
	server := grpc.NewServer()
	pb.RegisterHelloServer(server, &greeter{pod: pod, hostname: metadata.Pairs("hostname", pod)})
	fmt.Printf("serving on port %d\n", listener.Addr().(*net.TCPAddr).Port)
	log.Fatal(server.Serve(listener))
}
