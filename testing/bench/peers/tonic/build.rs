/// The build script beside this folder says where the contract is.
fn main() -> std::io::Result<()> {
    let protos = std::env::var("PROTOS").map_err(std::io::Error::other)?;
    tonic_prost_build::configure()
        .build_client(false)
        .compile_protos(&[format!("{protos}/helloworld.proto")], &[protos])
}
