//! The newest interest, and what those that it overtook unread say about full pictures.

use super::Interest;
use crate::model::InvoiceNr;

/// The interest that the background reads next.
#[derive(Debug)]
pub(super) struct UnreadInterest {
    pub latest: Interest,
    /// Whose full pictures every interest since the last reading wanted. The window has let go of all others, even of
    /// those that it wants again by now.
    pub kept: Vec<InvoiceNr>,
}

impl UnreadInterest {
    /// `latest` takes the place of one that may not have been read yet.
    pub fn after(unread: Option<Self>, latest: Interest) -> Self {
        let mut kept: Vec<_> = latest.full().collect();
        if let Some(unread) = unread {
            kept.retain(|nr| unread.kept.contains(nr));
        }
        Self { latest, kept }
    }
}

impl From<Interest> for UnreadInterest {
    fn from(latest: Interest) -> Self {
        Self::after(None, latest)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn open(open: u32, neighbours: &[u32]) -> Interest {
        Interest {
            open: Some(InvoiceNr(open)),
            neighbours: neighbours.iter().copied().map(InvoiceNr).collect(),
            ..Interest::default()
        }
    }

    #[test]
    fn what_was_not_wanted_in_between_was_let_go() {
        let first = UnreadInterest::from(open(0, &[1, 2]));
        assert_eq!(first.kept, [0, 1, 2].map(InvoiceNr));
        let second = UnreadInterest::after(Some(first), open(1, &[2, 3]));
        assert_eq!(second.kept, [1, 2].map(InvoiceNr));
        let third = UnreadInterest::after(Some(second), open(0, &[1, 2]));
        assert_eq!(third.kept, [1, 2].map(InvoiceNr));
        assert_eq!(third.latest, open(0, &[1, 2]));
    }
}
