//! The expense platform over HTTP: links of invoices, access tokens and the files behind the links.
//!
//! Wire types stay in here; what leaves is validated. Tokens and links are types whose `Debug` and
//! `Display` are redacted and which do not serialise.

mod answers;
mod attachments;
mod authorise;
mod bills;
mod bounded;
mod bucket;
mod client;
mod credentials;
mod echo;
mod encoding;
mod endpoint;
mod error;
mod fields;
#[cfg(any(test, fuzzing))]
pub(crate) mod fuzzed;
mod http;
mod lenient;
mod oss_error;
mod proxies;
mod reach;
mod roots;
mod signed_url;
mod token;
mod transport;

pub use attachments::{AttachedFile, Attachment};
pub use authorise::Grant;
pub use bucket::{BucketClient, FetchError, Fetched};
pub use client::{LinkItem, LinkProblem, LinksAnswer, MAX_IDS_PER_CALL, PlatformClient};
pub use credentials::{AppKey, Credentials};
pub use endpoint::{Endpoint, InvalidEndpoint, PRESETS};
pub use error::PlatformError;
pub use http::HttpLimits;
pub use oss_error::OssError;
pub use proxies::{InvalidProxy, ProxyAddress, ProxyChoice};
pub use roots::{ExtraRoots, RootsError};
pub use signed_url::{InvalidLink, SignedUrl};
pub use token::{InvalidToken, Token};
pub use transport::TransportError;
