//! Hello on tonic, on one thread: `tonic-peer POD`. It says on which port.

use std::net::{Ipv4Addr, SocketAddr};
use tokio_stream::Iter;
use tonic::metadata::{Ascii, MetadataValue};
use tonic::transport::server::{Server, TcpIncoming};
use tonic::{Request, Response, Status, Streaming};

mod pb {
    tonic::include_proto!("helloworld");
}

use pb::hello_server::{Hello, HelloServer};
use pb::{HelloReply, HelloRequest};

const REPLIES_OF_A_STREAM: usize = 5;

struct Greeter {
    pod: String,
    hostname: MetadataValue<Ascii>,
}

impl Greeter {
    fn reply(&self, request: &HelloRequest) -> HelloReply {
        HelloReply {
            message: format!(
                "Hello I'm {}. {} years old. At {}",
                request.name, request.age, self.pod
            ),
        }
    }

    /// Every answer names its pod.
    fn named<T>(&self, body: T) -> Response<T> {
        let mut response = Response::new(body);
        response
            .metadata_mut()
            .insert("hostname", self.hostname.clone());
        response
    }
}

type Replies = std::vec::IntoIter<Result<HelloReply, Status>>;

#[tonic::async_trait]
impl Hello for Greeter {
    type SayHelloStreamReplyStream = Iter<Replies>;
    type SayHelloBidiStreamStream = Iter<Replies>;

    async fn say_hello(&self, request: Request<HelloRequest>) -> Result<Response<HelloReply>, Status> {
        Ok(self.named(self.reply(request.get_ref())))
    }

    async fn say_hello_stream_reply(
        &self,
        request: Request<HelloRequest>,
    ) -> Result<Response<Self::SayHelloStreamReplyStream>, Status> {
        let reply = self.reply(request.get_ref());
        let replies = vec![Ok(reply); REPLIES_OF_A_STREAM];
        Ok(self.named(tokio_stream::iter(replies)))
    }

    async fn say_hello_bidi_stream(
        &self,
        _: Request<Streaming<HelloRequest>>,
    ) -> Result<Response<Self::SayHelloBidiStreamStream>, Status> {
        Err(Status::unimplemented("not measured"))
    }
}

fn main() -> Result<(), Box<dyn std::error::Error>> {
    let args: Vec<String> = std::env::args().collect();
    let [_, pod] = &args[..] else {
        return Err("usage: tonic-peer POD".into());
    };
    let greeter = Greeter {
        pod: pod.clone(),
        hostname: pod.parse()?,
    };
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()?
        .block_on(async {
            let any = SocketAddr::from((Ipv4Addr::LOCALHOST, 0));
            let incoming = TcpIncoming::bind(any)?.with_nodelay(Some(true));
            println!("serving on port {}", incoming.local_addr()?.port());
            Server::builder()
                .add_service(HelloServer::new(greeter))
                .serve_with_incoming(incoming)
                .await?;
            Ok(())
        })
}
