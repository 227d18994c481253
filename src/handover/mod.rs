//! Handing a review over, with a window or without: which pictures a report needs, fetching them again where they are not
//! at hand, and writing all its files at once. Its own background does the fetching, so that nothing else waits for it.

mod album;
mod bills;
mod contents;
mod earlier;
mod ending;
mod error;
mod fetcher;
mod looking;
mod package;
mod parting;
mod sink;
mod training;
mod watch;
mod writing;

pub use album::Album;
pub use bills::{Awaited, bills_summary};

pub use contents::{About, HandoverContents, head};
pub use earlier::Done;
pub use ending::Ending;
pub use error::{HandOverError, HandoverFetchError, write_sentence};
pub use fetcher::{FetchRequest, Fetcher};
pub use package::Package;
pub use parting::{conflict_line, file_sentence, split_sentence};
pub use sink::{PictureSink, Shown, SinkError};
pub use training::TrainingSet;
pub use watch::{Phase, Watch};
pub use writing::{ReportTarget, collect, fill, write};
