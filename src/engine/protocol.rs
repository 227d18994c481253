//! All that crosses between the window and the background: plain data, nothing to call.
//!
//! Down go [`EngineCommand`]s through a bounded queue and the newest [`Interest`] through a slot;
//! up come [`EngineEvent`]s, each followed by a wake, in the order that they say themselves. Links and tokens never
//! come up.

use std::sync::Arc;

use crate::formats::{DataFile, DataSummary, Pixels, Pyramid, Raster};
use crate::model::{
    BillContents, BillKey, Fields, Invoice, InvoiceId, InvoiceNr, InvoiceType, OriginalFiles,
    PageText, PictureFacts, PictureKey, RiskTag,
};
use crate::platform::{Credentials, Endpoint, ExtraRoots, ProxyChoice};

use super::{Failure, OriginalEvent};

/// Beside an event, or before one that has no room: whether more is to be expected at once.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum News {
    /// Work is under way.
    Passing,
    /// A full picture or a part of one: what a viewer may be waiting for.
    Full,
    /// So much waits to be read that work would soon wait for it.
    Piling,
    /// No new work is begun until something is read, but for what is looked at.
    Stuck,
    /// Nothing is under way any more.
    Last,
}

/// What the window asks for.
#[derive(Debug)]
pub enum EngineCommand {
    /// Talk to this platform in this name from now on; what waits for a better token goes on.
    Connect {
        endpoint: Endpoint,
        credentials: Credentials,
    },
    /// Talk to no platform until the next [`EngineCommand::Connect`]: what comes is of another one than before.
    Disconnect,
    /// Take these invoices on; `first` is the number of the first, the others follow it.
    Add {
        first: InvoiceNr,
        ids: Vec<InvoiceId>,
    },
    /// Ask which invoices these bills have. They are not taken on by that: whoever hears of them adds those that it wants.
    /// Of bills named by their IDs it is also asked what the platform holds against their invoices.
    ResolveBills(Vec<BillKey>),
    /// What kind these invoices are is known from before.
    KnowTypes(Vec<(InvoiceNr, InvoiceType)>),
    /// Ask what OCR read of these too, after those that the interest names.
    AskFields(Vec<InvoiceNr>),
    /// What OCR read of these is to be held against what was read in their pictures: ask once a call is full of them, or
    /// nothing is left to be read.
    AskFieldsAhead(Vec<InvoiceNr>),
    /// Look for the originals of these invoices' pages among the attachments of their bills, which are named by ID.
    UseAttachments(Vec<(InvoiceNr, BillKey)>),
    /// Try these again, whatever went wrong with them.
    Retry(Vec<InvoiceNr>),
    /// The window let go of these thumbnails; they are sent again when they come into view.
    Dropped(Vec<InvoiceNr>),
    /// Look for the originals of pages among these files from now on; they replace those named before.
    UseOriginals(Arc<OriginalFiles>),
    /// Start nothing new; what is under way ends.
    Pause,
    /// So many downloads at one time from now on.
    SetConnections(usize),
    /// Read so many lines of each picture from now on, when there is nothing else to do; none: only look at its pixels.
    ReadLines(usize),
    /// So many bytes of files as they came and of decoded pictures are kept from now on.
    SetBudgets { bytes: usize, pixels: usize },
    /// Go on after [`EngineCommand::Pause`] or after the background paused by itself.
    Resume,
    /// Forget all invoices and stop what is under way for them.
    Clear,
    /// Trust servers of these authorities beside those that the system trusts, from now on.
    Trust(ExtraRoots),
    /// Whether links may lead inside the network around this machine, from now on.
    ReachPrivate(bool),
    /// Ask servers elsewhere by way of this proxy from now on.
    UseProxy(ProxyChoice),
}

/// What the user looks at now, the most wanted first. The newest one replaces those not read yet.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Interest {
    /// On screen in the grid.
    pub visible: Vec<InvoiceNr>,
    /// Next in the current order, a few screens of it. After these the rest follows by number.
    pub ahead: Vec<InvoiceNr>,
    /// Open in the viewer: its full picture is wanted.
    pub open: Option<InvoiceNr>,
    /// Next to the open one, nearest first: their full pictures are fetched ahead.
    pub neighbours: Vec<InvoiceNr>,
    /// Of the open one and its neighbours, those whose full picture the window has: it is not sent again.
    /// The window says so itself because it may have let go of one and want it back between two interests
    /// of which only the newer was read.
    pub held: Vec<InvoiceNr>,
    /// What else of the open one is wanted and the window lacks, the most wanted first: further pages of a document, and
    /// parts that are looked at closely. After its full picture, before those of the neighbours.
    pub of_open: Vec<Pixels>,
    /// What else of those on screen is wanted and the window lacks, after all thumbnails above.
    pub of_visible: Vec<(InvoiceNr, Pixels)>,
    /// The uncropped originals of these invoices' pages are wanted, the most wanted first. From a bucket only
    /// that of the open invoice is asked for.
    pub originals: Vec<InvoiceNr>,
    /// Of these, those whose original the window has: it is not sent again.
    pub held_originals: Vec<InvoiceNr>,
    /// What OCR read of these is wanted and the window lacks, the most wanted first. A hundred are asked for at once, and it
    /// comes after all that pictures need.
    pub fields: Vec<InvoiceNr>,
}

/// What the background tells the window.
///
/// What concerns the open and visible invoices, pixels, originals and the run comes before what concerns those that the
/// newest [`Interest`] calls ahead, and that before the rest, also where it was said later. An event of many invoices may
/// come in parts for that. These orders hold all the same:
///
/// - What is said of one invoice comes in the order in which it was said: its [`Self::Answered`] before its
///   [`Self::Loading`], that before its [`Self::Thumbnail`].
/// - What is said of the run comes in order, and so do pixels and originals.
/// - Pixels and originals come after what was said before of the open invoice and of its neighbours.
/// - Everything comes once for each of its invoices. Nothing but what was said before an [`EngineCommand::Clear`] is
///   left out.
#[derive(Clone, Debug)]
pub enum EngineEvent {
    /// The platform's answer for some of the invoices, in no particular order.
    Answered(Vec<(InvoiceNr, Answer)>),
    /// The platform could not be asked about these, or has no link for them that may be fetched; see
    /// [`Failure::is_retryable`].
    LinksFailed {
        invoices: Vec<InvoiceNr>,
        failure: Arc<Failure>,
    },
    /// The download of what these invoices show has begun.
    Loading { invoices: Vec<InvoiceNr> },
    /// What these invoices show was decoded. Comes once for every picture, wanted on screen or not,
    /// and again with pixels when a dropped one comes into view.
    Thumbnail {
        invoices: Vec<InvoiceNr>,
        facts: PictureFacts,
        /// At most [`super::THUMBNAIL_SIDE`] pixels a side; `None` where nobody looks yet.
        raster: Option<Arc<Raster>>,
    },
    /// What these invoices show could not be had.
    PictureFailed {
        invoices: Vec<InvoiceNr>,
        failure: Arc<Failure>,
    },
    /// What was seen in the picture that these invoices show, and what is printed there: nothing where it cannot be read. Comes
    /// when it was looked at, when it was read, and again with a thumbnail.
    PictureRead {
        invoices: Vec<InvoiceNr>,
        text: Arc<PageText>,
    },
    /// Pixels that were wanted of one picture, all but its thumbnail; or that a document's page cannot be had. What fails
    /// as a whole is [`EngineEvent::PictureFailed`], and borders or parts that cannot be had are not told of.
    Pixels {
        key: PictureKey,
        pixels: Pixels,
        result: Result<DecodedPixels, Arc<Failure>>,
    },
    /// What these invoices show is data without a picture. Comes once; the data itself comes as the [`Pixels::Full`] of
    /// the open invoice and its neighbours.
    Data {
        invoices: Vec<InvoiceNr>,
        summary: Arc<DataSummary>,
    },
    /// These bills have these invoices. What is said of a bill's invoices comes after it.
    BillsResolved(Vec<BillContents>),
    /// The platform knows no invoices of these bills, or not these bills.
    BillsEmpty(Vec<BillKey>),
    /// The platform could not be asked about these bills.
    BillsFailed {
        bills: Vec<BillKey>,
        failure: Arc<Failure>,
    },
    /// What OCR read of these.
    FieldsCame(Vec<(InvoiceNr, Arc<Fields>)>),
    /// The platform has no fields for these, whatever kind they are taken for.
    FieldsUnknown(Vec<InvoiceNr>),
    /// The platform could not be asked what OCR read of these.
    FieldsFailed {
        invoices: Vec<InvoiceNr>,
        failure: Arc<Failure>,
    },
    /// What the platform holds against invoices of a bill: nothing against those with an empty list.
    RiskTags(Vec<(InvoiceId, Arc<[RiskTag]>)>),
    /// The platform could not be asked what it holds against the invoices of these bills.
    RiskTagsFailed {
        bills: Vec<BillKey>,
        failure: Arc<Failure>,
    },
    /// The attachments of invoices' bills were looked through for their originals: a file of those that are matched comes
    /// once their page is wanted.
    AttachmentsSearched {
        matched: Vec<InvoiceNr>,
        lacking: Vec<InvoiceNr>,
    },
    /// The platform could not be asked for the attachments of these invoices' bills.
    AttachmentsFailed {
        invoices: Vec<InvoiceNr>,
        failure: Arc<Failure>,
    },
    /// Something about the uncropped original of a page.
    Original(OriginalEvent),
    /// Something about the whole run changed.
    Run(RunState),
}

impl EngineEvent {
    /// Whether it is what somebody opened, or will open next, or a piece of it.
    pub(super) fn is_full(&self) -> bool {
        match self {
            Self::Pixels { pixels, .. } => !matches!(pixels, Pixels::Edges(_)),
            _ => false,
        }
    }
}

/// What a file gave for the pixels that were wanted of it.
#[derive(Clone, Debug)]
pub enum DecodedPixels {
    /// To be painted as they are.
    Raster {
        facts: PictureFacts,
        raster: Arc<Raster>,
    },
    /// Those that have smaller copies, see [`Pixels::has_smaller_copies`].
    Picture(Arc<FullPicture>),
    /// There are no pixels in it, whichever were wanted: all that it says instead.
    Data(Arc<DataFile>),
}

impl DecodedPixels {
    /// Memory that they take, for cache budgets.
    pub(super) fn byte_len(&self) -> usize {
        match self {
            Self::Raster { raster, .. } => raster.byte_len(),
            Self::Picture(picture) => picture.pyramid.byte_len(),
            Self::Data(data) => data.byte_len(),
        }
    }
}

/// What the platform answered for one ID.
#[derive(Clone, Debug)]
pub enum Answer {
    Found(Arc<Invoice>),
    /// The platform left the ID out of its answer: it knows no such invoice, or not for this company.
    NotFound,
}

/// A full picture with its smaller copies.
#[derive(Clone, Debug)]
pub struct FullPicture {
    pub facts: PictureFacts,
    pub pyramid: Pyramid,
}

/// Whether the background works, and why not.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum RunState {
    Running,
    /// Works, with only so many downloads at a time, because the bucket asked for less.
    Slowed {
        connections: usize,
    },
    /// Part of the work stands still and goes on by itself.
    Waiting(Wait),
    /// The user asked for it.
    Paused,
    /// No work is possible until the user does something about this failure (a refused token, say).
    Blocked(Arc<Failure>),
}

/// What the background waits for.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Wait {
    /// A host does not answer, or with nothing but errors of its own; it is probed until it does, or until nobody waits any
    /// longer. Its name is that of a bucket; empty, it is the platform.
    Host {
        host: Arc<str>,
        failure: Arc<Failure>,
    },
    /// The platform or the bucket asked to be left alone for so long, counted from now.
    Throttled { secs: u64 },
}
