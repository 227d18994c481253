//! The password that lets into a database, where one is needed: from `PGPASSWORD` or from the file that PostgreSQL's own
//! programs read, which must be its owner's alone.

use std::fs;
use std::path::PathBuf;

use secrecy::SecretString;

use super::address::{DatabaseAddress, Server};

/// What the environment or the file says; `None` where neither does.
pub fn find(address: &DatabaseAddress) -> Option<SecretString> {
    if let Ok(password) = std::env::var("PGPASSWORD")
        && !password.is_empty()
    {
        return Some(password.into());
    }
    let path = file()?;
    if !is_private(&path) {
        return None;
    }
    let text = SecretString::from(fs::read_to_string(path).ok()?);
    of_line(&text, address)
}

fn file() -> Option<PathBuf> {
    if let Some(path) = std::env::var_os("PGPASSFILE").filter(|it| !it.is_empty()) {
        return Some(path.into());
    }
    if cfg!(windows) {
        let folder = PathBuf::from(std::env::var_os("APPDATA")?);
        return Some(folder.join("postgresql").join("pgpass.conf"));
    }
    std::env::home_dir().map(|home| home.join(".pgpass"))
}

#[cfg(unix)]
fn is_private(path: &std::path::Path) -> bool {
    use std::os::unix::fs::PermissionsExt as _;
    let Ok(about) = fs::metadata(path) else {
        return false;
    };
    let of_others = about.permissions().mode() & 0o077;
    let is_private = of_others == 0;
    if !is_private {
        log::warn!("the file with passwords for databases is not read: others may read it too");
    }
    is_private
}

#[cfg(not(unix))]
fn is_private(path: &std::path::Path) -> bool {
    path.is_file()
}

/// The first line that fits: host, port, database, user, password; `*` fits all, a backslash takes the next sign as it is.
fn of_line(text: &SecretString, address: &DatabaseAddress) -> Option<SecretString> {
    use secrecy::ExposeSecret as _;
    let host = match &address.server {
        Server::Host(host) => host.clone(),
        Server::Socket(folder) => folder.to_string_lossy().into_owned(),
    };
    let port = address.port.to_string();
    let wanted = [&*host, &*port, &*address.database, &*address.user];
    let lines = text.expose_secret().lines();
    let mut lines = lines.filter(|line| !line.starts_with('#'));
    lines.find_map(|line| {
        let fields = fields(line);
        let (password, names) = fields.split_last()?;
        let fits = |(name, wanted): (&String, &&str)| name == "*" || name == wanted;
        let is_it = names.len() == wanted.len() && names.iter().zip(&wanted).all(fits);
        is_it.then(|| password.as_str().into())
    })
}

fn fields(line: &str) -> Vec<String> {
    let mut fields = vec![String::new()];
    let mut signs = line.chars();
    while let Some(sign) = signs.next() {
        let sign = match sign {
            ':' => {
                fields.push(String::new());
                continue;
            }
            '\\' => signs.next().unwrap_or('\\'),
            sign => sign,
        };
        if let Some(last) = fields.last_mut() {
            last.push(sign);
        }
    }
    fields
}

#[cfg(test)]
mod tests {
    use secrecy::ExposeSecret as _;

    use super::*;

    #[test]
    fn the_first_line_that_fits_is_taken() {
        let text =
            "# a comment\nother:5432:*:*:one\ndb.example:*:audit:li:a\\:b\\\\c\n*:*:*:*:last\n";
        let found = |address: &str| {
            let address = address.parse().expect("an address");
            of_line(&text.to_owned().into(), &address).map(|it| it.expose_secret().to_owned())
        };
        let of = |host: &str, user: &str| {
            found(&format!("postgres://{user}@{host}/audit?review=a")).expect("a password")
        };
        assert_eq!(of("db.example", "li"), "a:b\\c");
        assert_eq!(of("db.example", "wang"), "last");
        assert_eq!(of("other", "li"), "one");
    }
}
