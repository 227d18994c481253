//! One connection to a server: who proves what to whom, how long anything may take, and the hints that come by it.

use std::future::{Future, poll_fn};
use std::sync::Arc;
use std::time::Duration;

use rustls::crypto::ring;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;
use rustls::{ClientConfig, RootCertStore};
use rustls_platform_verifier::BuilderVerifierExt as _;
use secrecy::{ExposeSecret as _, SecretString};
use tokio::io::{AsyncRead, AsyncWrite};
use tokio::sync::mpsc::{UnboundedReceiver, UnboundedSender, unbounded_channel};
use tokio_postgres::config::SslMode;
use tokio_postgres::error::SqlState;
use tokio_postgres::{AsyncMessage, Client, Config, Connection, NoTls};
use tokio_postgres_rustls::MakeRustlsConnect;

use super::address::{DatabaseAddress, Server};
use super::password;
use crate::store::StoreError;

/// How long a server may take to let somebody in.
const CONNECT_LIMIT: Duration = Duration::from_secs(5);
/// How long it may take to answer; what takes longer is asked again by a new connection.
const ANSWER_LIMIT: Duration = Duration::from_secs(15);
/// A whole review may take longer.
pub(super) const WHOLE_LIMIT: Duration = Duration::from_mins(5);
/// What is acknowledged would survive a power cut, whatever the server's own setting is.
const OPTIONS: &str = "-c synchronous_commit=on -c lock_timeout=10s \
    -c idle_in_transaction_session_timeout=60s -c default_transaction_isolation=read\\ committed";

/// The connection, and what says that something happened in one of the reviews. It ends with the connection.
pub(super) async fn connect(
    address: &DatabaseAddress,
    password: Option<&SecretString>,
) -> Result<(Client, UnboundedReceiver<()>), StoreError> {
    let mut config = Config::new();
    config
        .user(&*address.user)
        .dbname(&*address.database)
        .port(address.port)
        .application_name("invoice-lens")
        .options(OPTIONS)
        .connect_timeout(CONNECT_LIMIT)
        .keepalives_idle(Duration::from_secs(10))
        .tcp_user_timeout(ANSWER_LIMIT);
    match &address.server {
        Server::Host(host) => config.host(host.trim_matches(['[', ']'])),
        Server::Socket(folder) => config.host(folder.to_str().ok_or(StoreError::Missing)?),
    };
    let found = password::find(address);
    if let Some(password) = password.or(found.as_ref()) {
        config.password(password.expose_secret());
    }
    let (hint, hints) = unbounded_channel();
    let connected = async {
        if address.needs_tls() {
            config.ssl_mode(SslMode::Require);
            let (client, connection) = config.connect(tls(address)?).await.map_err(refused)?;
            drive(connection, hint);
            Ok::<Client, StoreError>(client)
        } else {
            config.ssl_mode(SslMode::Disable);
            let (client, connection) = config.connect(NoTls).await.map_err(refused)?;
            drive(connection, hint);
            Ok(client)
        }
    };
    let connected = tokio::time::timeout(CONNECT_LIMIT * 2, connected).await;
    let client = connected.map_err(|_late| StoreError::Unreachable)??;
    Ok((client, hints))
}

/// The server's name is verified by what the system trusts, or by the authorities that the address names.
fn tls(address: &DatabaseAddress) -> Result<MakeRustlsConnect, StoreError> {
    let untrusted = |_unsaid| StoreError::Untrusted;
    let provider = Arc::new(ring::default_provider());
    let builder = ClientConfig::builder_with_provider(provider)
        .with_safe_default_protocol_versions()
        .map_err(untrusted)?;
    let builder = match &address.authorities {
        None => builder.with_platform_verifier().map_err(untrusted)?,
        Some(path) => {
            let mut roots = RootCertStore::empty();
            let read = CertificateDer::pem_file_iter(path);
            for certificate in read.map_err(|_unsaid| StoreError::Untrusted)? {
                let certificate = certificate.map_err(|_unsaid| StoreError::Untrusted)?;
                roots.add(certificate).map_err(untrusted)?;
            }
            builder.with_root_certificates(roots)
        }
    };
    Ok(MakeRustlsConnect::new(builder.with_no_client_auth()))
}

/// Moves what goes to and fro, on a task of its own, until either side ends it.
fn drive<S, T>(mut connection: Connection<S, T>, hint: UnboundedSender<()>)
where
    S: AsyncRead + AsyncWrite + Unpin + Send + 'static,
    T: AsyncRead + AsyncWrite + Unpin + Send + 'static,
{
    tokio::spawn(async move {
        while let Some(message) = poll_fn(|cx| connection.poll_message(cx)).await {
            match message {
                Ok(AsyncMessage::Notification(_)) => drop(hint.send(())),
                Ok(_) => {}
                Err(error) => {
                    log::debug!("the connection to the database ended: {}", kind(&error));
                    break;
                }
            }
        }
    });
}

/// What is asked of a server, for as long as it may take.
pub(super) async fn within<T>(
    asked: impl Future<Output = Result<T, tokio_postgres::Error>>,
) -> Result<T, StoreError> {
    match tokio::time::timeout(ANSWER_LIMIT, asked).await {
        Ok(answered) => answered.map_err(StoreError::from),
        Err(_late) => Err(StoreError::Unreachable),
    }
}

/// Why nobody was let in.
fn refused(error: tokio_postgres::Error) -> StoreError {
    log::debug!("no connection to the database: {}", kind(&error));
    let mut said = String::new();
    let mut cause: Option<&dyn std::error::Error> = Some(&error);
    while let Some(error) = cause {
        said.push_str(&error.to_string());
        said.push('\n');
        let io = error.downcast_ref::<std::io::Error>();
        let inner = io.and_then(|it| it.get_ref()?.downcast_ref::<rustls::Error>());
        if inner.is_some() || error.is::<rustls::Error>() {
            return StoreError::Untrusted;
        }
        cause = error.source();
    }
    if said.contains("password missing") || said.contains("authentication") {
        return StoreError::Refused;
    }
    if error.code().is_none() && said.contains("TLS") {
        return StoreError::Untrusted;
    }
    error.into()
}

/// What an error is, without what a server says of it: that may repeat what was sent.
fn kind(error: &tokio_postgres::Error) -> String {
    match error.code() {
        Some(code) => code.code().to_owned(),
        None => error.to_string(),
    }
}

impl From<tokio_postgres::Error> for StoreError {
    fn from(error: tokio_postgres::Error) -> Self {
        let Some(code) = error.code() else {
            // The connection is gone, or what comes by it makes no sense.
            return Self::Unreachable;
        };
        log::debug!("the database refuses: {}", code.code());
        match code {
            &SqlState::INVALID_PASSWORD | &SqlState::INVALID_AUTHORIZATION_SPECIFICATION => {
                Self::Refused
            }
            &SqlState::INSUFFICIENT_PRIVILEGE => Self::NoRights,
            &SqlState::READ_ONLY_SQL_TRANSACTION => Self::ReadOnly,
            &SqlState::DISK_FULL | &SqlState::OUT_OF_MEMORY => Self::Full,
            &SqlState::UNIQUE_VIOLATION => Self::Exists,
            &SqlState::UNDEFINED_TABLE
            | &SqlState::INVALID_CATALOG_NAME
            | &SqlState::INVALID_SCHEMA_NAME
            | &SqlState::UNDEFINED_FUNCTION => Self::Absent,
            code if code == &SqlState::NO_DATA_FOUND || code.code() == "P0002" => Self::Absent,
            code if code.code().starts_with("08") || code.code().starts_with("57P") => {
                Self::Unreachable
            }
            &SqlState::TOO_MANY_CONNECTIONS | &SqlState::LOCK_NOT_AVAILABLE => Self::Busy,
            code if code.code().starts_with("40") => Self::Busy,
            _ => Self::Disk,
        }
    }
}
