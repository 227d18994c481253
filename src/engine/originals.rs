//! Originals of pages: uncropped files that the user named, or that a bucket hands out for a link without its
//! processing. What is told of them, and the work that they take.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use crate::formats::Pixels;
use crate::model::PageKey;
use crate::platform::SignedUrl;

use super::decoders::{Decoders, Task};
use super::io::{Io, Report};
use super::jobs::{AttemptFailed, Delivered, Ended};
use super::{DecodedPixels, Failure, FailureKind, FullPicture, Patience};

/// Where the original of a page comes from.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum OriginalSource {
    /// A file that the user named.
    File(Arc<Path>),
    /// The bucket, for a link without its processing.
    Uncropped,
    /// An attachment of the invoice's bill.
    Attachment,
}

/// What the background tells of originals.
#[derive(Clone, Debug)]
pub enum OriginalEvent {
    /// The original of a page that is wanted.
    Ready {
        page: PageKey,
        source: OriginalSource,
        picture: Arc<FullPicture>,
    },
    /// There is an original, and it could not be had.
    Failed {
        page: PageKey,
        failure: Arc<Failure>,
    },
    /// The bucket refuses links without their processing; it is not asked again.
    UncroppedRefused { bucket: String },
}

#[derive(Debug)]
pub(super) enum OriginalJob {
    /// A file; one of more than `max_bytes` is not read.
    Read {
        page: PageKey,
        path: Arc<Path>,
        max_bytes: usize,
    },
    /// A link without processing, or one to an attachment.
    Fetch {
        page: PageKey,
        source: OriginalSource,
        link: SignedUrl,
    },
    Decode {
        page: PageKey,
        source: OriginalSource,
        bytes: Arc<[u8]>,
    },
}

impl OriginalJob {
    /// Whether it asks a server for something.
    pub fn is_request(&self) -> bool {
        matches!(self, Self::Fetch { .. })
    }
}

#[derive(Debug)]
pub(super) enum OriginalEnded {
    Read {
        page: PageKey,
        path: Arc<Path>,
        result: Result<Arc<[u8]>, Failure>,
    },
    Fetched {
        page: PageKey,
        source: OriginalSource,
        result: Result<Arc<[u8]>, AttemptFailed>,
    },
    Decoded {
        page: PageKey,
        source: OriginalSource,
        result: Result<DecodedPixels, Failure>,
    },
}

pub(super) fn start(job: OriginalJob, io: &mut Io, decoders: &mut Decoders, report: Report) {
    match job {
        OriginalJob::Read {
            page,
            path,
            max_bytes,
        } => {
            let read = move || {
                let result = read(&path, max_bytes);
                Ended::Original(OriginalEnded::Read { page, path, result })
            };
            io.run_blocking(read, report);
        }
        OriginalJob::Fetch { page, source, link } => {
            let ended = |result: Result<Delivered, AttemptFailed>| {
                let result = result.map(|delivered| delivered.bytes);
                Ended::Original(OriginalEnded::Fetched {
                    page,
                    source,
                    result,
                })
            };
            io.fetch(link, ended, report);
        }
        OriginalJob::Decode {
            page,
            source,
            bytes,
        } => decoders.decode(Task {
            picture: None,
            bytes,
            pixels: Pixels::Full,
            patience: Patience::Usual,
            ended: Box::new(|result| {
                Ended::Original(OriginalEnded::Decoded {
                    page,
                    source,
                    result,
                })
            }),
            report,
        }),
    }
}

/// The whole file. What became a pipe or a device since it was named is not opened, because it may never end.
fn read(path: &Path, max_bytes: usize) -> Result<Arc<[u8]>, Failure> {
    let failed = |error: std::io::Error| {
        Failure::new(FailureKind::OriginalUnreadable, error.kind().to_string())
    };
    let too_large = || Failure::new(FailureKind::FileTooLarge, "");
    let found = std::fs::metadata(path).map_err(failed)?;
    if !found.is_file() {
        return Err(Failure::new(
            FailureKind::OriginalUnreadable,
            "not a regular file",
        ));
    }
    if found.len() > max_bytes as u64 {
        return Err(too_large());
    }
    let mut bytes = Vec::with_capacity(found.len() as usize);
    let file = File::open(path).map_err(failed)?;
    // It may have grown since it was measured.
    let mut limited = file.take(max_bytes as u64 + 1);
    limited.read_to_end(&mut bytes).map_err(failed)?;
    if bytes.len() > max_bytes {
        return Err(too_large());
    }
    Ok(bytes.into())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn files_are_read_up_to_the_limit() {
        let folder = tempfile::tempdir().expect("a folder for a while");
        let path = folder.path().join("page.jpg");
        std::fs::write(&path, [7; 100]).expect("room for a file");
        assert_eq!(read(&path, 100).expect("small enough").len(), 100);
        let kind = |path: &Path, max_bytes| read(path, max_bytes).map_err(|failure| failure.kind);
        assert_eq!(kind(&path, 99), Err(FailureKind::FileTooLarge));
        let gone = folder.path().join("gone.jpg");
        for path in [gone.as_path(), folder.path()] {
            assert_eq!(kind(path, 100), Err(FailureKind::OriginalUnreadable));
        }
    }
}
