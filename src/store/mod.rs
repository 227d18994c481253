//! What keeps a review from one start to the next: a file with every event, written by a thread of its own. What a
//! reviewer decided is acknowledged once it would survive a power cut, and not before.

mod database;
mod error;
mod file;
mod folder;
mod limit;
mod merge;
mod parting;
mod protocol;
mod record;
mod replay;
mod rescue;
mod salvage;
mod schema;
mod split;
mod worker;

pub use database::{
    AddressError, AddressParts, Appended, Board, Collided, DatabaseAddress, DatabaseRequest, Judge,
    Present, ReviewAddress, Server, TeamReview, Unheard, copy, read_at,
};
pub use error::StoreError;
pub use file::{Access, ReviewFile};
pub use folder::{Recent, delete, list_name, recent};
pub use merge::{Conflict, Merged, Said, Saying, merge};
pub use parting::{Parted, Parting};
pub use protocol::{OpenRequest, Opened, Order, StoreAnswer};
pub use record::{Contents, Header, Record};
pub use rescue::{Whole, file_meant, save_elsewhere};
pub use salvage::Recovered;
pub use split::{SplitError, split};
pub use worker::{CLOSE_LIMIT, Store, read, today};
