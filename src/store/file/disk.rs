//! What a review file is on its disk: whose it is, who may write to it, and how writing lasts.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::Connection;

use crate::store::StoreError;

/// How long a writer waits for somebody who copies the file at this moment.
pub(in crate::store) const BUSY_LIMIT: Duration = Duration::from_secs(5);

/// Writes last through a power cut from now on, and a reader never stops the writer where the file system allows it.
pub(in crate::store) fn prepare(connection: &Connection, path: &Path) -> Result<(), StoreError> {
    connection.busy_timeout(BUSY_LIMIT)?;
    let journal = if is_local(path) { "WAL" } else { "DELETE" };
    connection.pragma_update(None, "journal_mode", journal)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    Ok(())
}

/// Whether the file lies on a disk of this machine: a network drive has no memory that two programs could share.
#[cfg(target_os = "linux")]
fn is_local(path: &Path) -> bool {
    /// ext2 to ext4, XFS, Btrfs, tmpfs, overlayfs, F2FS, ZFS, bcachefs.
    const LOCAL: [u64; 8] = [
        0xEF53,
        0x5846_5342,
        0x9123_683E,
        0x0102_1994,
        0x794C_7630,
        0xF2F5_2010,
        0x2FC1_2FC1,
        0xCA45_1A4E,
    ];
    let kind = rustix::fs::statfs(path).map(|it| it.f_type);
    kind.is_ok_and(|kind| LOCAL.iter().any(|local| u64::try_from(kind) == Ok(*local)))
}

#[cfg(not(target_os = "linux"))]
fn is_local(_path: &Path) -> bool {
    false
}

/// The right to write to the review; `None` where another window has it.
pub(in crate::store) fn lock(path: &Path) -> Result<Option<(File, PathBuf)>, StoreError> {
    let mut name = path.as_os_str().to_owned();
    name.push("-lock");
    let path = PathBuf::from(name);
    let file = private(OpenOptions::new().write(true).create(true).truncate(false)).open(&path)?;
    match file.try_lock() {
        Ok(()) => Ok(Some((file, path))),
        Err(TryLockError::WouldBlock) => Ok(None),
        Err(TryLockError::Error(error)) => Err(error.into()),
    }
}

/// Files of a review are their owner's alone.
pub(in crate::store) fn private(options: &mut OpenOptions) -> &mut OpenOptions {
    #[cfg(unix)]
    {
        use std::os::unix::fs::OpenOptionsExt as _;
        options.mode(0o600);
    }
    options
}
