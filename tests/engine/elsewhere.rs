//! Servers on this machine that the stand-in platform cannot be: one that nobody vouches for, a proxy that asks
//! who is there, a port where nobody listens.

use std::io::{Read as _, Write as _};
use std::net::{SocketAddr, TcpListener, TcpStream};
use std::sync::Arc;
use std::sync::atomic::{AtomicUsize, Ordering};
use std::thread;

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use rustls::pki_types::{CertificateDer, PrivateKeyDer, PrivatePkcs8KeyDer};
use rustls::{ServerConfig, ServerConnection};

/// For 127.0.0.1, signed by itself. Made for these tests; protects nothing.
const CERTIFICATE: &str = "MIIBnzCCAUagAwIBAgIUfNMvau6xjDyO96wXw0nvHUt1JQAwCgYIKoZIzj0EAwIwHDEaMBgGA1UEAwwRaW52b2ljZS1sZW5zIHRlc3QwIBcNMjYxMTIyMTc0MTQyWhgPMjEyNjEwMjkxNzQxNDJaMBwxGjAYBgNVBAMMEWludm9pY2UtbGVucyB0ZXN0MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAErvZhpqUHZF0ra4RIImNCSRNQF6hQSIPQPfQYBYdgZf+ZdV6n0la6ilNM6+uJ9LAjiC15FKj/3PkoSNhlOFwMJKNkMGIwHQYDVR0OBBYEFGKKzXFgj6HIdmkHjxpW/E4k1OR/MB8GA1UdIwQYMBaAFGKKzXFgj6HIdmkHjxpW/E4k1OR/MA8GA1UdEwEB/wQFMAMBAf8wDwYDVR0RBAgwBocEfwAAATAKBggqhkjOPQQDAgNHADBEAiBtY8NKbGwY8qAaVzC3U6Vw6+lM+i7wkKbRd/BEy3oSxwIgZzzmP+9DdN4jfX4QYtkWL6nH/T3FdcbArJmvpR2VjWs=";
const KEY: &str = "MIGHAgEAMBMGByqGSM49AgEGCCqGSM49AwEHBG0wawIBAQQgaLuYpaRQBoDu1shB5jU8fj9fYTrK6sbytlv3FH/IOUuhRANCAASu9mGmpQdkXStrhEgiY0JJE1AXqFBIg9A99BgFh2Bl/5l1XqfSVrqKU0zr64n0sCOILXkUqP/c+ShI2GU4XAwk";

/// A server that counts who comes. Its thread ends with the process.
pub struct Elsewhere {
    pub address: SocketAddr,
    visits: Arc<AtomicUsize>,
}

impl Elsewhere {
    fn serve(answer: impl Fn(TcpStream) + Send + 'static) -> Self {
        let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
        let address = listener.local_addr().expect("bound");
        let visits = Arc::new(AtomicUsize::new(0));
        let counter = Arc::clone(&visits);
        thread::spawn(move || {
            for stream in listener.incoming().flatten() {
                counter.fetch_add(1, Ordering::SeqCst);
                answer(stream);
            }
        });
        Self { address, visits }
    }

    /// Speaks TLS with a certificate that nobody vouches for.
    pub fn untrusted() -> Self {
        let provider = Arc::new(rustls::crypto::ring::default_provider());
        let bytes = |text| BASE64.decode(text).expect("written by a machine");
        let key = PrivatePkcs8KeyDer::from(bytes(KEY));
        let config = ServerConfig::builder_with_provider(provider)
            .with_safe_default_protocol_versions()
            .expect("the provider knows them")
            .with_no_client_auth()
            .with_single_cert(
                vec![CertificateDer::from(bytes(CERTIFICATE))],
                PrivateKeyDer::from(key),
            )
            .expect("they belong together");
        let config = Arc::new(config);
        Self::serve(move |mut stream| {
            let mut tls = ServerConnection::new(Arc::clone(&config)).expect("a valid config");
            // The client ends this as soon as it has seen the certificate.
            while tls.is_handshaking() && tls.complete_io(&mut stream).is_ok() {}
        })
    }

    /// A proxy that lets nobody through.
    pub fn asking_proxy() -> Self {
        Self::serve(|mut stream| {
            let mut head = [0; 1024];
            let asked = stream.read(&mut head).unwrap_or(0);
            assert!(head[..asked].starts_with(b"CONNECT "), "a proxy is asked");
            let refusal = b"HTTP/1.1 407 Proxy Authentication Required\r\n\
                Proxy-Authenticate: Basic realm=\"office\"\r\nContent-Length: 0\r\n\r\n";
            stream.write_all(refusal).expect("the client listens");
        })
    }

    pub fn visits(&self) -> usize {
        self.visits.load(Ordering::SeqCst)
    }
}

/// An address of this machine at which nobody listens.
pub fn nobody() -> SocketAddr {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a free port");
    listener.local_addr().expect("bound")
}
