//! Files of authorities, and what trusting one changes for a server that is not on this machine's own name.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::thread;

use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

use super::*;
use crate::platform::http::web;

/// Reserved for examples, so that no server has it.
const HOST: &str = "platform.example";

fn authority() -> CertifiedIssuer<'static, KeyPair> {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("a certificate")
}

#[test]
fn pem_der_and_bundles_are_read() {
    let (one, two) = (authority(), authority());
    let bundle = format!("A comment\n{}\n{}", one.pem(), two.pem());
    let count = |bytes: &[u8]| ExtraRoots::from_bytes(bytes).map(|roots| roots.len());
    assert_eq!(count(one.pem().as_bytes()), Ok(1));
    assert_eq!(count(one.der()), Ok(1));
    assert_eq!(count(bundle.as_bytes()), Ok(2));
    let key = KeyPair::generate().expect("a key").serialize_pem();
    let with_key = format!("{key}\n{}", one.pem());
    assert_eq!(count(with_key.as_bytes()), Ok(1));
}

#[test]
fn what_is_no_certificate_says_so() {
    let broken = "-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n";
    for text in ["", "hello", broken] {
        let read = ExtraRoots::from_bytes(text.as_bytes());
        assert_eq!(read.err(), Some(RootsError::NoCertificate), "{text}");
    }
    let missing = ExtraRoots::read(Path::new("no such file"));
    assert!(matches!(missing, Err(RootsError::Io(_))));
}

/// A server of that name, which answers one request on each of its connections.
fn server(authority: &CertifiedIssuer<'static, KeyPair>) -> SocketAddr {
    let params = CertificateParams::new(vec![HOST.to_owned()]).expect("a name");
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    let config = ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .expect("certificate and key belong together");
    let config = Arc::new(config);
    let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
    let address = listener.local_addr().expect("it listens");
    thread::spawn(move || {
        for client in listener.incoming().flatten() {
            // A client that does not trust us leaves, which is what the test is about.
            drop(answer(client, Arc::clone(&config)));
        }
    });
    address
}

fn answer(client: TcpStream, config: Arc<ServerConfig>) -> std::io::Result<()> {
    let connection = ServerConnection::new(config).map_err(std::io::Error::other)?;
    let mut stream = StreamOwned::new(connection, client);
    let mut request = [0; 4096];
    let length = stream.read(&mut request)?;
    assert!(length > 0, "a request");
    stream.write_all(b"HTTP/1.1 200 OK\r\nContent-Length: 0\r\nConnection: close\r\n\r\n")?;
    stream.flush()
}

fn asks(roots: &ExtraRoots, scheme: &str, address: SocketAddr) -> Option<u16> {
    drop(rustls::crypto::ring::default_provider().install_default());
    let client = web(roots).no_proxy().resolve(HOST, address).build().ok()?;
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime without threads");
    let url = format!("{scheme}://{HOST}:{}/", address.port());
    let response = runtime.block_on(client.get(url).send()).ok()?;
    Some(response.status().as_u16())
}

#[test]
fn an_authority_that_was_added_is_trusted_and_no_other() {
    let (own, other) = (authority(), authority());
    let address = server(&own);
    let roots = |authority: &CertifiedIssuer<'static, KeyPair>| {
        ExtraRoots::from_bytes(authority.pem().as_bytes()).expect("an authority")
    };
    assert_eq!(asks(&roots(&own), "https", address), Some(200));
    assert_eq!(asks(&roots(&other), "https", address), None);
    assert_eq!(asks(&ExtraRoots::default(), "https", address), None);
    assert_eq!(asks(&roots(&own), "http", address), None, "https alone");
}
