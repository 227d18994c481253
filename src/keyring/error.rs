//! Why the keyring did not do what it was asked: causes alone, since a keyring's own errors may hold the secret.

use ::keyring::Error;

#[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
pub enum KeyringError {
    #[error("this system has no keyring that can be reached")]
    Absent,
    #[error("the keyring is locked or refuses access")]
    Locked,
    #[error("the keyring does not answer")]
    TimedOut,
    #[error("the keyring takes no text of this length")]
    TooLong,
    /// Somebody else wrote it, or another version.
    #[error("what the keyring holds is not what was saved")]
    Damaged,
    #[error("the keyring failed")]
    Failed,
}

impl From<Error> for KeyringError {
    fn from(error: Error) -> Self {
        match error {
            Error::NoDefaultStore | Error::NotSupportedByStore(_) => Self::Absent,
            Error::NoStorageAccess(_) => Self::Locked,
            Error::TooLong(..) => Self::TooLong,
            Error::BadEncoding(_) | Error::BadDataFormat(..) | Error::BadStoreFormat(_) => {
                Self::Damaged
            }
            _ => Self::Failed,
        }
    }
}
