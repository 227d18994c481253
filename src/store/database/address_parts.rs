//! An address in the parts in which a person gives it, one field each.

use std::path::PathBuf;

use percent_encoding::utf8_percent_encode;

use super::address::{AddressError, DatabaseAddress, PLAIN, PORT, Server};

/// What stands in the fields.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct AddressParts {
    /// A host with its port where it is another than usual, or the folder of a socket.
    pub server: String,
    pub database: String,
    pub user: String,
    pub review: String,
    /// What no field asks for, and an address that was pasted may have.
    pub authorities: Option<PathBuf>,
    pub verifies_here: bool,
}

impl AddressParts {
    /// Whether nothing is missing; what is there may still be no address.
    pub fn is_complete(&self) -> bool {
        let fields = [&self.server, &self.database, &self.user, &self.review];
        fields.into_iter().all(|it| !it.trim().is_empty())
    }

    pub fn address(&self) -> Result<DatabaseAddress, AddressError> {
        let plain = |text: &str| utf8_percent_encode(text.trim(), PLAIN).to_string();
        let server = self.server.trim();
        let (host, port) = match server.rsplit_once(':') {
            // The colons of an address without brackets are its own.
            Some((host, port)) if host.ends_with(']') || !host.contains(':') => (host, port),
            _ => (server, ""),
        };
        let host = if host.starts_with('/') {
            plain(host)
        } else if host.contains(':') && !host.starts_with('[') {
            format!("[{host}]")
        } else {
            host.to_owned()
        };
        let is_odd = |c: char| matches!(c, '/' | '?' | '#' | '@' | '\\') || c.is_whitespace();
        if host.contains(is_odd) {
            return Err(AddressError::Shape);
        }
        let port = match port {
            "" => String::new(),
            port => format!(":{port}"),
        };
        let (user, database) = (plain(&self.user), plain(&self.database));
        let review = plain(&self.review);
        let text = format!("postgres://{user}@{host}{port}/{database}?review={review}");
        let mut address: DatabaseAddress = text.parse()?;
        address.authorities.clone_from(&self.authorities);
        address.verifies_here = self.verifies_here;
        Ok(address)
    }
}

impl From<&DatabaseAddress> for AddressParts {
    fn from(address: &DatabaseAddress) -> Self {
        let server = match &address.server {
            Server::Host(host) => host.clone(),
            Server::Socket(folder) => folder.to_string_lossy().into_owned(),
        };
        Self {
            server: match address.port {
                PORT => server,
                port => format!("{server}:{port}"),
            },
            database: address.database.clone(),
            user: address.user.clone(),
            review: address.review.clone(),
            authorities: address.authorities.clone(),
            verifies_here: address.verifies_here,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_comes_apart_and_together_again() {
        for text in [
            "postgres://li@db.example/audit?review=a",
            "postgres://l%20i@db.example:5433/au%2Fdit?review=M%C3%A4rz%3F",
            "postgres://li@[::1]:5433/audit?review=a",
            "postgres://li@%2Frun%2Fpostgresql/audit?review=a",
            "postgres://li@%2Frun%2Fpostgresql:5433/audit?review=a",
            "postgres://li@db/audit?review=a&sslrootcert=%2Fca.pem&sslmode=verify-full",
        ] {
            let address: DatabaseAddress = text.parse().expect("an address");
            let parts = AddressParts::from(&address);
            assert!(parts.is_complete());
            assert_eq!(parts.address(), Ok(address), "{text}");
        }
    }

    #[test]
    fn what_is_typed_into_one_field_changes_no_other() {
        let typed = |server: &str| AddressParts {
            server: server.to_owned(),
            database: "audit".to_owned(),
            user: "li@home:geheim".to_owned(),
            review: "a&sslmode=disable".to_owned(),
            ..AddressParts::default()
        };
        let address = typed(" db.example ").address().expect("an address");
        assert_eq!(address.user, "li@home:geheim");
        assert_eq!(address.review, "a&sslmode=disable");
        assert_eq!(address.server, Server::Host("db.example".to_owned()));
        assert!(address.needs_tls());
        let bare = typed("::1").address().expect("an address");
        assert_eq!(bare.server, Server::Host("[::1]".to_owned()));
        for odd in ["db/x?host=evil", "a b", "db:x", "", "x@db"] {
            assert_eq!(typed(odd).address(), Err(AddressError::Shape), "{odd}");
        }
    }
}
