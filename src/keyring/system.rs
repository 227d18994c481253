//! The system's own keyring: Secret Service, Keychain or Credential Manager.

use keyring::{Entry, Error};
use secrecy::{ExposeSecret as _, SecretString};
use zeroize::Zeroizing;

use super::{KeyringError, SecretStore};

/// Under this name, and that of each entry, a person finds them in the keyring's own window.
const SERVICE: &str = "invoice-lens";

/// Entries in the keyring of the person who runs the program.
pub(crate) struct SystemKeyring {
    entry: fn(&str) -> Result<Entry, Error>,
}

impl Default for SystemKeyring {
    fn default() -> Self {
        Self {
            entry: |name| Entry::new(SERVICE, name),
        }
    }
}

impl SecretStore for SystemKeyring {
    fn read(&self, name: &str) -> Result<Option<SecretString>, KeyringError> {
        let bytes = match (self.entry)(name)?.get_secret() {
            Ok(bytes) => Zeroizing::new(bytes),
            Err(Error::NoEntry) => return Ok(None),
            Err(error) => return Err(error.into()),
        };
        let text = std::str::from_utf8(&bytes).map_err(|_not_text| KeyringError::Damaged)?;
        Ok(Some(SecretString::from(text)))
    }

    fn write(&self, name: &str, secret: &SecretString) -> Result<(), KeyringError> {
        let entry = (self.entry)(name)?;
        Ok(entry.set_secret(secret.expose_secret().as_bytes())?)
    }

    fn delete(&self, name: &str) -> Result<(), KeyringError> {
        match (self.entry)(name)?.delete_credential() {
            Ok(()) | Err(Error::NoEntry) => Ok(()),
            Err(error) => Err(error.into()),
        }
    }
}

#[cfg(test)]
mod tests {
    use keyring_core::api::CredentialStoreApi as _;
    use keyring_core::mock;

    use super::*;

    thread_local! {
        /// A store that lives as long as the test.
        static STORE: std::sync::Arc<mock::Store> = mock::Store::new().expect("memory is there");
    }

    /// The library's own stand-in, in the place of a keyring that a machine may not have.
    fn stand_in() -> SystemKeyring {
        SystemKeyring {
            entry: |name| {
                let inner = STORE.with(|store| store.build(SERVICE, name, None))?;
                Ok(Entry { inner })
            },
        }
    }

    #[test]
    fn it_keeps_replaces_and_forgets_each_by_its_name() {
        let keyring = stand_in();
        let read = |name| {
            let secret = keyring.read(name).expect("the stand-in answers");
            secret.map(|secret| secret.expose_secret().to_owned())
        };
        assert_eq!(read("one"), None);
        keyring
            .delete("one")
            .expect("nothing to delete is no error");
        for text in ["first 票", "second"] {
            let written = keyring.write("one", &text.into());
            written.expect("the stand-in takes it");
            assert_eq!(read("one").as_deref(), Some(text));
        }
        keyring
            .write("other", &"third".into())
            .expect("the stand-in takes it");
        keyring.delete("one").expect("the stand-in deletes");
        assert_eq!(read("one"), None);
        assert_eq!(read("other").as_deref(), Some("third"));
    }

    #[test]
    fn an_error_says_its_cause_and_not_the_secret() {
        for (error, cause) in [
            (Error::NoDefaultStore, KeyringError::Absent),
            (
                Error::NoStorageAccess("s3cret".into()),
                KeyringError::Locked,
            ),
            (Error::TooLong("secret".into(), 2560), KeyringError::TooLong),
            (
                Error::BadEncoding(b"s3cret".to_vec()),
                KeyringError::Damaged,
            ),
            (
                Error::PlatformFailure("s3cret".into()),
                KeyringError::Failed,
            ),
        ] {
            let keyring_error = KeyringError::from(error);
            assert_eq!(keyring_error, cause);
            assert!(!format!("{keyring_error} {keyring_error:?}").contains("s3cret"));
        }
    }
}
