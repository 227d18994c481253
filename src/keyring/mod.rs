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

/// The name under which what lets in to the platform is kept.
pub const PLATFORM: &str = "platform credentials";

/// Secret texts by their names, in the care of somebody else. Any call may block for as long as it likes.
pub trait SecretStore: Send + 'static {
    /// `None` where nothing was saved under this name.
    fn read(&self, name: &str) -> Result<Option<SecretString>, KeyringError>;

    /// Replaces what was saved before.
    fn write(&self, name: &str, secret: &SecretString) -> Result<(), KeyringError>;

    /// Succeeds also where nothing was saved.
    fn delete(&self, name: &str) -> Result<(), KeyringError>;
}
