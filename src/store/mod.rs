//! What keeps a review from one start to the next: a file with every event, written by a thread of its own. What a
//! reviewer decided is acknowledged once it would survive a power cut, and not before.

mod error;
mod file;
mod folder;
mod record;
mod schema;
mod worker;

pub use error::StoreError;
pub use file::{Access, ReviewFile};
pub use folder::{Recent, delete, list_name, recent};
pub use record::{Contents, Header, Record};
pub use worker::{OpenRequest, Opened, Order, Store, StoreAnswer, read};
