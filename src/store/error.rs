//! Why a review cannot be kept or opened: one variant for each thing that a user can do about it.

use std::io::ErrorKind;

use rusqlite::ErrorCode;

use crate::model::coded;

coded! {
    /// What went wrong, told to the user by its code.
    #[derive(Clone, Copy, Debug, PartialEq, Eq, thiserror::Error)]
    #[error("{}", self.code())]
    pub enum StoreError {
        /// There is no room left.
        Full = "full",
        /// The folder or the file may not be written.
        ReadOnly = "read_only",
        /// The file is not there, or its folder cannot be made.
        Missing = "missing",
        /// It is no review.
        NoReview = "no_review",
        /// A newer program wrote it: it can be looked at and not changed.
        Newer = "newer",
        /// The file is damaged.
        Damaged = "damaged",
        /// Nothing of it could be read; it is kept under another name.
        SetAside = "set_aside",
        /// There is a file of this name.
        Exists = "exists",
        /// Reading it does not come to an end.
        Endless = "endless",
        /// Another program keeps it to itself.
        Busy = "busy",
        /// It is about the invoices of another platform.
        OtherPlatform = "other_platform",
        /// The database has no review of this name.
        Absent = "absent",
        /// The server of the database does not answer.
        Unreachable = "unreachable",
        /// The server does not let this user in.
        Refused = "refused",
        /// The server cannot prove who it is.
        Untrusted = "untrusted",
        /// The user has no right to do this.
        NoRights = "no_rights",
        /// What others said is hidden from this user, who may be asked for a second verdict.
        Hidden = "hidden",
        /// The disk or the network drive does not answer as it should.
        Disk = "disk",
    }
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> Self {
        let Some(code) = error.sqlite_error_code() else {
            return Self::Damaged;
        };
        match code {
            ErrorCode::DiskFull => Self::Full,
            ErrorCode::ReadOnly | ErrorCode::PermissionDenied => Self::ReadOnly,
            ErrorCode::CannotOpen => Self::Missing,
            ErrorCode::NotADatabase => Self::NoReview,
            ErrorCode::OperationInterrupted => Self::Endless,
            ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => Self::Busy,
            ErrorCode::DatabaseCorrupt | ErrorCode::ConstraintViolation => Self::Damaged,
            _ => Self::Disk,
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> Self {
        match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => Self::Full,
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => Self::ReadOnly,
            ErrorKind::NotFound | ErrorKind::NotADirectory => Self::Missing,
            ErrorKind::AlreadyExists => Self::Exists,
            _ => Self::Disk,
        }
    }
}
