//! Where a team's review is: `postgres://user@host:port/database?review=NAME`, never with a password in it.

use std::fmt;
use std::net::IpAddr;
use std::path::{Path, PathBuf};
use std::str::FromStr;

use percent_encoding::{AsciiSet, NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};
use url::Url;

pub(super) const PORT: u16 = 5432;
/// What stands for itself in an address that is written.
pub(super) const PLAIN: &AsciiSet = &NON_ALPHANUMERIC
    .remove(b'-')
    .remove(b'.')
    .remove(b'_')
    .remove(b'~');

/// A review in a database, and as whom one goes there.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct DatabaseAddress {
    pub user: String,
    pub server: Server,
    pub port: u16,
    pub database: String,
    /// The review's name.
    pub review: String,
    /// A file with a company's own authorities, which are trusted in the place of the system's.
    pub authorities: Option<PathBuf>,
    /// Whether the server must prove who it is although it is this machine.
    pub(super) verifies_here: bool,
}

/// Who answers.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Server {
    Host(String),
    /// The folder of a socket on this machine.
    Socket(PathBuf),
}

/// Where a review is.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ReviewAddress {
    File(PathBuf),
    Database(DatabaseAddress),
}

impl ReviewAddress {
    /// The file, where it is one.
    pub fn file(&self) -> Option<&Path> {
        match self {
            Self::File(path) => Some(path),
            Self::Database(_) => None,
        }
    }

    /// What the review is called.
    pub fn name(&self) -> String {
        match self {
            Self::File(path) => {
                let stem = path.file_stem().unwrap_or_default();
                stem.to_string_lossy().into_owned()
            }
            Self::Database(address) => address.review.clone(),
        }
    }

    /// Whatever is not meant as the address of a database is a file.
    pub fn of(path: &Path) -> Result<Self, AddressError> {
        match path.to_str().filter(|text| DatabaseAddress::is_meant(text)) {
            Some(text) => Ok(Self::Database(text.parse()?)),
            None => Ok(Self::File(path.to_owned())),
        }
    }
}

/// Why a text is no such address. What it says repeats nothing of the text, which may hold a password.
#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum AddressError {
    #[error("a database is named as postgres://user@host/database?review=NAME")]
    Shape,
    #[error(
        "a password does not belong into an address: set PGPASSWORD, or write it into ~/.pgpass"
    )]
    Password,
    #[error("the address of the database does not say as whom: postgres://user@host/…")]
    NoUser,
    #[error("the address of the database does not say which review: …?review=NAME")]
    NoReview,
    #[error("the server is always verified: sslmode can only be verify-full")]
    Unverified,
    #[error("the address of the database has an option that is not known")]
    Option,
}

impl DatabaseAddress {
    /// Whether a text is meant as one.
    pub fn is_meant(text: &str) -> bool {
        let scheme = text.split_once("://").map(|(scheme, _)| scheme);
        scheme.is_some_and(|it| matches!(it, "postgres" | "postgresql"))
    }

    /// The same with the user among what follows the name, where no look for secrets takes it for one: to be handed on.
    pub fn to_hand_on(&self) -> String {
        let whole = self.to_string();
        let user = utf8_percent_encode(&self.user, PLAIN).to_string();
        whole.replacen(&format!("//{user}@"), "//", 1) + "&user=" + &user
    }

    /// Whose password is asked for: the same for all reviews of a database.
    pub fn account(&self) -> String {
        let whole = self.to_string();
        let (account, _) = whole.split_once('?').unwrap_or((&whole, ""));
        account.to_owned()
    }

    /// Whether what is said there could be overheard: then it is encrypted, and the server proves who it is.
    pub fn needs_tls(&self) -> bool {
        if self.verifies_here {
            return true;
        }
        match &self.server {
            Server::Socket(_) => false,
            Server::Host(host) => {
                let host = host.trim_start_matches('[').trim_end_matches(']');
                let is_loopback = host.parse::<IpAddr>().is_ok_and(|it| it.is_loopback());
                host != "localhost" && !is_loopback
            }
        }
    }
}

impl FromStr for DatabaseAddress {
    type Err = AddressError;

    fn from_str(text: &str) -> Result<Self, AddressError> {
        if !Self::is_meant(text) {
            return Err(AddressError::Shape);
        }
        let url = Url::parse(text).map_err(|_unsaid| AddressError::Shape)?;
        if url.password().is_some() {
            return Err(AddressError::Password);
        }
        let mut user = decoded(url.username())?;
        let mut server = match url.host_str() {
            Some(host) if !host.is_empty() => Some(server_of(&decoded(host)?)),
            _ => None,
        };
        let database = decoded(url.path().trim_start_matches('/'))?;
        let (mut review, mut authorities, mut verifies_here) = (String::new(), None, false);
        for (name, value) in url.query_pairs() {
            let value = value.into_owned();
            match &*name {
                "review" => review = value,
                "user" => user = value,
                "host" => server = Some(server_of(&value)),
                "sslrootcert" => authorities = Some(PathBuf::from(value)),
                "sslmode" if value == "verify-full" => verifies_here = true,
                "sslmode" => return Err(AddressError::Unverified),
                "password" => return Err(AddressError::Password),
                _ => return Err(AddressError::Option),
            }
        }
        if user.is_empty() {
            return Err(AddressError::NoUser);
        }
        if review.trim().is_empty() {
            return Err(AddressError::NoReview);
        }
        let is_odd = |text: &str| text.contains(char::is_control);
        if database.is_empty() || [&user, &database, &review].into_iter().any(|it| is_odd(it)) {
            return Err(AddressError::Shape);
        }
        Ok(Self {
            user,
            server: server.ok_or(AddressError::Shape)?,
            port: url.port().unwrap_or(PORT),
            database,
            review,
            authorities,
            verifies_here,
        })
    }
}

impl fmt::Display for DatabaseAddress {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let plain = |text: &str| utf8_percent_encode(text, PLAIN).to_string();
        let host = match &self.server {
            Server::Host(host) if host.contains(':') && !host.starts_with('[') => {
                format!("[{host}]")
            }
            Server::Host(host) => host.clone(),
            Server::Socket(folder) => plain(&folder.to_string_lossy()),
        };
        write!(f, "postgres://{}@{host}", plain(&self.user))?;
        if self.port != PORT {
            write!(f, ":{}", self.port)?;
        }
        let (database, review) = (plain(&self.database), plain(&self.review));
        write!(f, "/{database}?review={review}")?;
        if let Some(path) = &self.authorities {
            write!(f, "&sslrootcert={}", plain(&path.to_string_lossy()))?;
        }
        if self.verifies_here {
            write!(f, "&sslmode=verify-full")?;
        }
        Ok(())
    }
}

fn server_of(host: &str) -> Server {
    if host.starts_with('/') {
        Server::Socket(host.into())
    } else {
        Server::Host(host.to_owned())
    }
}

fn decoded(text: &str) -> Result<String, AddressError> {
    let text = percent_decode_str(text).decode_utf8();
    Ok(text.map_err(|_unsaid| AddressError::Shape)?.into_owned())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str) -> Result<DatabaseAddress, AddressError> {
        text.parse()
    }

    #[test]
    fn an_address_says_where_which_review_and_as_whom() {
        let text = "postgres://li@db.example:5433/audit?review=M%C3%A4rz%202026";
        let address = read(text).expect("an address");
        assert_eq!(address.user, "li");
        assert_eq!(address.server, Server::Host("db.example".to_owned()));
        assert_eq!((address.port, &*address.database), (5433, "audit"));
        assert_eq!(address.review, "März 2026");
        assert!(address.needs_tls());
        assert_eq!(address.to_string(), text);
        let handed_on = "postgres://db.example:5433/audit?review=M%C3%A4rz%202026&user=li";
        assert_eq!(address.to_hand_on(), handed_on);
        assert_eq!(read(handed_on).as_ref(), Ok(&address));
        assert_eq!(address.account(), "postgres://li@db.example:5433/audit");
    }

    #[test]
    fn a_socket_and_this_machine_need_no_certificate() {
        for text in [
            "postgres://li@%2Frun%2Fpostgresql/audit?review=a",
            "postgresql:///audit?host=/run/postgresql&user=li&review=a",
        ] {
            let address = read(text).expect("an address");
            assert_eq!(address.server, Server::Socket("/run/postgresql".into()));
            assert!(!address.needs_tls());
            assert_eq!(read(&address.to_hand_on()).as_ref(), Ok(&address));
            assert_eq!(read(&address.to_string()), Ok(address));
        }
        for (host, needs) in [
            ("127.0.0.1", false),
            ("localhost", false),
            ("[::1]", false),
            ("127.0.0.1.example", true),
            ("10.0.0.1", true),
        ] {
            let address = read(&format!("postgres://li@{host}/audit?review=a"));
            assert_eq!(address.expect("an address").needs_tls(), needs, "{host}");
        }
        let asked = read("postgres://li@localhost/audit?review=a&sslmode=verify-full");
        assert!(asked.expect("an address").needs_tls());
    }

    #[test]
    fn a_password_and_a_server_that_is_not_verified_are_refused() {
        for (text, error) in [
            (
                "postgres://li:geheim@db/audit?review=a",
                AddressError::Password,
            ),
            (
                "postgres://li@db/audit?review=a&password=geheim",
                AddressError::Password,
            ),
            (
                "postgres://li@db/audit?review=a&sslmode=require",
                AddressError::Unverified,
            ),
            (
                "postgres://li@db/audit?review=a&sslmode=disable",
                AddressError::Unverified,
            ),
            (
                "postgres://li@db/audit?review=a&options=-c",
                AddressError::Option,
            ),
            ("postgres://db/audit?review=a", AddressError::NoUser),
            ("postgres://li@db/audit", AddressError::NoReview),
            ("postgres://li@db/audit?review=%20", AddressError::NoReview),
            ("postgres://li@db/?review=a", AddressError::Shape),
            ("postgres://li@db/a?review=a%00b", AddressError::Shape),
            ("mysql://li@db/audit?review=a", AddressError::Shape),
            ("list.ilens", AddressError::Shape),
        ] {
            assert_eq!(read(text), Err(error), "{text}");
            assert!(!error.to_string().contains("geheim"));
        }
    }
}
