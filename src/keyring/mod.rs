//! What a user gave to be let in, kept from one start to the next: by the system's keyring or not at all, never in a
//! file of ours. Every call may take as long as a person needs to unlock it, so a thread of its own makes them.

mod error;
mod saved;
mod system;
mod worker;

use secrecy::SecretString;

pub use error::KeyringError;
pub use saved::Saved;
pub use worker::{Keyring, KeyringAnswer, LIMIT};

pub(crate) use system::SystemKeyring;

/// One secret text in the care of somebody else. Any call may block for as long as it likes.
pub trait SecretStore: Send + 'static {
    /// `None` where nothing was saved.
    fn read(&self) -> Result<Option<SecretString>, KeyringError>;

    /// Replaces what was saved before.
    fn write(&self, secret: &SecretString) -> Result<(), KeyringError>;

    /// Succeeds also where nothing was saved.
    fn delete(&self) -> Result<(), KeyringError>;
}
