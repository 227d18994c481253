//! What is asked of the platform beside links, and what it answers.

use std::collections::HashMap;
use std::time::Duration;

use crate::model::{BillContents, BillKey, Fields, InvoiceId, InvoiceNr, InvoiceType, RiskTag};
use crate::platform::{AttachedFile, Attachment, PlatformError, SignedUrl, Token};

use super::access::PlatformAccess;

/// One call. Each holds at most [`crate::platform::MAX_IDS_PER_CALL`].
#[derive(Clone, Debug, PartialEq, Eq)]
pub(super) enum Inquiry {
    /// Which invoices these bills have; all named by number or all by ID.
    Bills(Vec<BillKey>),
    /// What OCR read of these, taken for invoices of one kind.
    Fields {
        kind: InvoiceType,
        invoices: Vec<(InvoiceNr, InvoiceId)>,
    },
    /// What the platform holds against the invoices of these bills.
    RiskTags(Vec<BillKey>),
    /// The files of these bills.
    Attachments(Vec<BillKey>),
    /// Links to these files.
    FileLinks(Vec<AttachedFile>),
}

/// Which call it is, whatever it holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub(super) enum InquiryKind {
    Bills,
    Fields,
    RiskTags,
    Attachments,
    FileLinks,
}

/// The answer to an [`Inquiry`] of the same name. What was asked and is not in it is unknown to the platform.
#[derive(Debug)]
pub(super) enum Reply {
    Bills(Vec<BillContents>),
    Fields(Vec<(InvoiceNr, Fields)>),
    RiskTags(Vec<(InvoiceId, Vec<RiskTag>)>),
    Attachments(Vec<(BillKey, Vec<Attachment>)>),
    FileLinks(Vec<(AttachedFile, SignedUrl, Duration)>),
}

impl Inquiry {
    pub fn kind(&self) -> InquiryKind {
        match self {
            Self::Bills(_) => InquiryKind::Bills,
            Self::Fields { .. } => InquiryKind::Fields,
            Self::RiskTags(_) => InquiryKind::RiskTags,
            Self::Attachments(_) => InquiryKind::Attachments,
            Self::FileLinks(_) => InquiryKind::FileLinks,
        }
    }

    /// Two calls for the same; the whole again where there is only one thing to ask for.
    pub fn halves(self) -> Result<[Self; 2], Self> {
        fn cut<T>(mut all: Vec<T>) -> Result<[Vec<T>; 2], Vec<T>> {
            if all.len() < 2 {
                return Err(all);
            }
            let rest = all.split_off(all.len() / 2);
            Ok([all, rest])
        }
        match self {
            Self::Bills(all) => cut(all).map(|it| it.map(Self::Bills)).map_err(Self::Bills),
            Self::RiskTags(all) => cut(all)
                .map(|it| it.map(Self::RiskTags))
                .map_err(Self::RiskTags),
            Self::Attachments(all) => cut(all)
                .map(|it| it.map(Self::Attachments))
                .map_err(Self::Attachments),
            Self::FileLinks(all) => cut(all)
                .map(|it| it.map(Self::FileLinks))
                .map_err(Self::FileLinks),
            Self::Fields { kind, invoices } => {
                let fields = |invoices| Self::Fields {
                    kind: kind.clone(),
                    invoices,
                };
                cut(invoices).map(|it| it.map(fields)).map_err(fields)
            }
        }
    }

    pub async fn ask(
        &self,
        platform: &PlatformAccess,
        token: &Token,
    ) -> Result<Reply, PlatformError> {
        let client = &platform.client;
        Ok(match self {
            Self::Bills(bills) => Reply::Bills(client.bills(token, bills).await?),
            Self::RiskTags(bills) => Reply::RiskTags(client.risk_tags(token, bills).await?),
            Self::Attachments(bills) => Reply::Attachments(client.attachments(token, bills).await?),
            Self::FileLinks(files) => Reply::FileLinks(client.download_links(token, files).await?),
            Self::Fields { kind, invoices } => {
                let ids: Vec<InvoiceId> = invoices.iter().map(|(_, id)| id.clone()).collect();
                let numbers: HashMap<&InvoiceId, InvoiceNr> =
                    invoices.iter().map(|(nr, id)| (id, *nr)).collect();
                let found = client.fields(token, kind, &ids).await?;
                let numbered = found
                    .into_iter()
                    .filter_map(|(id, fields)| Some((*numbers.get(&id)?, fields)));
                Reply::Fields(numbered.collect())
            }
        })
    }
}
