//! TLS before a stand-in platform: an authority made for the test, a certificate of it, and a door that decrypts.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::Arc;
use std::thread;

use invoice_lens::sandbox::Sandbox;
use rcgen::{BasicConstraints, CertificateParams, CertifiedIssuer, IsCa, KeyPair};
use rustls::pki_types::PrivatePkcs8KeyDer;
use rustls::{ServerConfig, ServerConnection, StreamOwned};

type Authority = CertifiedIssuer<'static, KeyPair>;

/// Known to nobody but a proxy.
pub const INSIDE: &str = "invoices.test";

/// `https://localhost:PORT` with a certificate for that name and for [`INSIDE`]. Its threads end with the test's process.
pub struct Front {
    port: u16,
    authority: Authority,
}

impl Front {
    pub fn of(sandbox: &Sandbox) -> Self {
        Self::before(sandbox.endpoint().replace("http://", ""))
    }

    /// Before a server that speaks in the open, at this host and port.
    pub fn before(behind: String) -> Self {
        let authority = authority();
        let config = Arc::new(server(&authority));
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (config, behind) = (Arc::clone(&config), behind.clone());
                thread::spawn(move || pass(client, config, &behind));
            }
        });
        Self { port, authority }
    }

    pub fn endpoint(&self) -> String {
        format!("https://localhost:{}", self.port)
    }

    pub fn port(&self) -> u16 {
        self.port
    }

    pub fn authority_pem(&self) -> String {
        self.authority.pem()
    }
}

/// Another authority, which signed nothing here.
pub fn authority_pem() -> String {
    authority().pem()
}

fn authority() -> Authority {
    let mut params = CertificateParams::default();
    params.is_ca = IsCa::Ca(BasicConstraints::Unconstrained);
    let key = KeyPair::generate().expect("a key");
    CertifiedIssuer::self_signed(params, key).expect("a certificate")
}

fn server(authority: &Authority) -> ServerConfig {
    let names = vec!["localhost".to_owned(), INSIDE.to_owned()];
    let params = CertificateParams::new(names).expect("names");
    let key = KeyPair::generate().expect("a key");
    let certificate = params.signed_by(&key, authority).expect("a certificate");
    let provider = Arc::new(rustls::crypto::ring::default_provider());
    ServerConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .expect("the provider has them")
        .with_no_client_auth()
        .with_single_cert(
            vec![certificate.der().clone()],
            PrivatePkcs8KeyDer::from(key.serialize_der()).into(),
        )
        .expect("certificate and key belong together")
}

/// One request with its answer. A client that ends the handshake is what some tests are about.
fn pass(client: TcpStream, config: Arc<ServerConfig>, behind: &str) -> io::Result<()> {
    let connection = ServerConnection::new(config).map_err(io::Error::other)?;
    let mut client = StreamOwned::new(connection, client);
    let request = whole_request(&mut client)?;
    let mut server = TcpStream::connect(behind)?;
    server.write_all(&request)?;
    let mut answer = Vec::new();
    server.read_to_end(&mut answer)?;
    client.write_all(&answer)?;
    client.conn.send_close_notify();
    client.flush()?;
    client.sock.shutdown(Shutdown::Write)
}

/// Head and body, with a demand to close added, so that the end of the answer is the end of the connection.
fn whole_request(client: &mut StreamOwned<ServerConnection, TcpStream>) -> io::Result<Vec<u8>> {
    let mut request = Vec::new();
    let mut byte = [0];
    while !request.ends_with(b"\r\n\r\n") {
        client.read_exact(&mut byte)?;
        request.push(byte[0]);
    }
    let head = String::from_utf8_lossy(&request).to_ascii_lowercase();
    let length = head
        .lines()
        .find_map(|line| line.strip_prefix("content-length:")?.trim().parse().ok())
        .unwrap_or(0);
    let mut body = vec![0; length];
    client.read_exact(&mut body)?;
    request.truncate(request.len() - 2);
    request.extend_from_slice(b"connection: close\r\n\r\n");
    request.extend_from_slice(&body);
    Ok(request)
}
