//! What the window knows, and the one function that changes it: `Action → update → Effects`.

mod action;
mod bills;
mod choosing;
mod claims;
mod correcting;
mod damage;
mod documents;
mod exporting;
mod fields;
mod focus;
mod ignoring;
mod joining;
mod judging;
mod keeping;
mod leaving;
mod memory;
mod mending;
mod next_ticket;
mod noting;
mod originals;
mod pictures;
mod place;
mod preferences;
mod region_edit;
mod remembered;
mod second;
mod selection;
mod settings;
mod sharing;
mod sheet;
mod stored;
mod team;
mod test_drawing;
mod test_shown;
mod test_tickets;
mod trust;
mod undo;
mod unheard;
mod update;
mod viewer;
mod views;
mod word;

pub use action::{
    Action, CaFileUse, DemoSource, DroppedFiles, Effect, KeyringCall, Move, ParsePurpose,
    ReadError, StoreCall, ViewerAction,
};
pub use bills::Bills;
pub use choosing::{Choice, ChoicePurpose, Choosing, ChoosingAction, PlaceKind};
pub use claims::{Claims, Colleague, Progress};
pub use correcting::RegionAction;
pub use documents::{DetailPart, Documents};
pub use exporting::{ExportAction, ExportChoice, ExportJob, Exporting, HandOverPage};
pub use fields::{FieldAction, Marking};
pub use joining::{Asks, JoinAction, Joining, TeamRecent};
pub use judging::{Asked, JudgeAction, Judging, Keeping};
pub use keeping::{Reviews, ReviewsAction};
pub use leaving::{Elsewhere, LeaveAction, Leaving};
pub use memory::{MEMORY_MIB, MemoryBudgets};
pub use originals::{FoundFiles, OriginalsAction};
pub use pictures::Pictures;
pub use place::KeptPlace;
pub use preferences::{FileTrouble, PreferencesAction};
pub use region_edit::{RegionEdit, RegionPart, RegionWord, Suggestion};
pub use remembered::Remembered;
pub use second::{Second, SecondAction, SecondWanted};
pub use selection::{Given, Question, SelectAction, Selection, Sight};
pub use settings::{
    CONNECTIONS, DENSITIES, MOST_MARGIN_PERCENT, ReportDefaults, SCALES_PERCENT, Settings,
    SettingsPage, TILE_POINTS, ThemeChoice,
};
pub use sharing::{Sharing, Unshared};
pub use sheet::{Acceptance, Sheet, SheetAction};
pub use stored::kept;
pub use test_tickets::{MOST_PERCENT, TestAction, Tests};
pub use unheard::{UnheardAction, Unsettled};
pub use update::update;
pub use viewer::{Framing, Viewer, ViewerLook};
pub use views::{SavedView, VIEW_NAME_CHARS, ViewsAction};
pub use word::Word;

use std::sync::Arc;

use crate::engine::{Failure, FailureKind, MAX_WHOLE_PIXELS, RunState};
use crate::keyring::KeyringError;
use crate::managed::{Managed, ManagedError};
use crate::model::paste::PasteReport;
use crate::model::{InvoiceId, InvoiceNr, TestOutcome, Verdict};
use crate::platform::{Credentials, Endpoint, RootsError};
use crate::review::{Library, Listing, Originals};
use crate::store::{StoreError, Unheard};

/// All that the window shows, but for texts being typed and textures.
#[derive(Debug)]
#[expect(clippy::struct_excessive_bools, reason = "each goes with any other")]
pub struct State {
    pub settings: Settings,
    /// What settings begin with at this machine.
    pub(super) base: Settings,
    /// What an administrator set for everybody.
    pub managed: Managed,
    pub screen: Screen,
    /// What the ID box of the start panel holds, read.
    pub pasted: PasteReport,
    /// Whether what is in the ID box, or a file of IDs for it, is being read.
    pub is_reading_ids: bool,
    /// Whether the demo is starting or a review is being opened.
    pub is_busy: bool,
    pub endpoint: Option<Endpoint>,
    pub is_demo: bool,
    /// What let in last, for another review of the same platform; ends with the window.
    pub(crate) access: Option<(Endpoint, Credentials)>,
    pub library: Library,
    /// Those that were pasted in the place of IDs.
    pub bills: Bills,
    pub judging: Judging,
    pub reviews: Reviews,
    pub joining: Joining,
    /// What of a team's review is one's own.
    pub claims: Claims,
    /// What is judged there a second time, by whoever does not know the first verdict.
    pub second: Second,
    /// Test tickets there.
    pub tests: Tests,
    /// What was said there in vain, and is to be decided.
    pub unheard: Vec<Unheard>,
    pub exporting: Exporting,
    pub sharing: Sharing,
    pub choosing: Choosing,
    /// What of it is shown, in which order.
    pub listing: Listing,
    /// The invoice with the focus in the grid.
    pub current: Option<InvoiceNr>,
    /// Where the focus was before something was searched, until somebody goes on from what was found.
    searched_from: Option<focus::SearchedFrom>,
    /// What a verdict means instead of the one with the focus.
    pub selection: Selection,
    /// What the grid showed last.
    pub sight: Sight,
    pub sheet: Sheet,
    pub viewer: Option<Viewer>,
    /// The open ticket's region while it is being corrected.
    pub region_edit: Option<RegionEdit>,
    /// A field of the open ticket that is being marked as wrong.
    marking: Option<Marking>,
    /// With the view locked: how tickets are looked at, whichever they are.
    pub locked_look: Option<ViewerLook>,
    /// Full pictures of the open invoice and its neighbours.
    pub pictures: Pictures,
    /// What documents have beside their first page.
    pub documents: Documents,
    pub originals: Originals,
    /// Searches for files of originals that are under way.
    pub original_searches: usize,
    pub run: RunState,
    pub notice: Option<NoticeKind>,
    pub room: Room,
    pub shows_help: bool,
    /// The page of settings that lies over the window.
    pub settings_page: Option<SettingsPage>,
    /// What waits for the user to say whether unsaved verdicts may be lost.
    pub leaving: Option<Leaving>,
    /// Saving them to another file instead.
    pub elsewhere: Elsewhere,
    /// What the keyring has for the next start.
    pub remembered: Remembered,
}

/// Which of the two faces the window shows.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Screen {
    Start,
    Review,
}

/// Whether there is room for panels beside the tickets.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Room {
    Wide,
    /// The details are a drawer that is opened for a moment.
    Narrow {
        is_drawer_open: bool,
    },
}

/// One line to the user about something that just happened.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum NoticeKind {
    Added {
        /// Bills whose invoices are asked for.
        bills: usize,
        added: usize,
        known: usize,
        /// More often than once among what was given.
        repeated: usize,
        rejected: usize,
    },
    /// The clipboard held no IDs.
    NothingToAdd,
    /// The platform knows no invoices of some bills: [`State::bills`] has them.
    BillsEmpty,
    /// The platform could not be asked about some bills.
    BillsFailed,
    FileFailed(ReadError),
    /// Of a dropped workbook this sheet was read.
    SheetRead(String),
    /// Files to look for originals in.
    OriginalsTaken {
        taken: usize,
        /// Invoices of the review whose original is among all files taken so far.
        matched: usize,
        /// Files left out because another has their name.
        repeated: usize,
        /// Not all of what was named could be taken.
        is_cut: bool,
    },
    /// So many judged tickets are not what they were when they were judged; this says it once more for each that is added.
    ChangedSince(usize),
    /// The attachments of bills hold originals of so many tickets, and none of so many others.
    AttachmentsSearched {
        matched: usize,
        lacking: usize,
    },
    /// The platform could not be asked for the attachments of so many tickets' bills.
    AttachmentsFailed(usize, Arc<Failure>),
    /// Where originals should be there are no files.
    NoOriginals,
    Copied(String),
    /// A one-shot in the background panicked.
    TaskCrashed,
    /// The keyring has what was given.
    Remembered,
    /// The keyring did not take it: it works until the program ends.
    NotRemembered(KeyringError),
    /// The keyring did not give what it was given once.
    NotLoaded(KeyringError),
    Forgotten,
    NotForgotten(KeyringError),
    /// So many authorities are trusted beside the system's.
    CaFile(usize),
    CaFileFailed(RootsError),
    /// This list was reviewed before, and it goes on there.
    ReviewGoesOn {
        judged: usize,
        total: usize,
    },
    ReviewNotOpened(StoreError),
    /// So many events that an earlier window could not send are with the server now.
    SentLater(usize),
    /// Somebody else had said something of this invoice meanwhile, and of so many more; theirs stands.
    Collided {
        invoice: InvoiceId,
        more: usize,
        own: Option<Verdict>,
        theirs: Option<Verdict>,
        reviewer: String,
    },
    /// Somebody else was asked for a second verdict on this one too, and was first.
    SecondTaken(InvoiceId),
    /// That was a test ticket, and this came of it; whether something was said beside the verdict, which is not kept.
    Tested(TestOutcome, bool),
    /// Verdicts on so many tickets are hidden here: no report is made of them.
    HiddenVerdicts(usize),
    /// The review's file was damaged: so much of it is in a new one, and it is kept under this name.
    ReviewRecovered {
        events: usize,
        kept_as: String,
    },
    /// So many events of a team's review say nothing that a program can read, and are passed over.
    EventsUnreadable(usize),
    /// There are damaged files that may be about the list that was loaded.
    ReviewsPassedOver {
        count: usize,
        first: String,
    },
    /// So many files of which nothing could be read are kept under other names, one of them under this one.
    ReviewsSetAside(usize, String),
    /// The same of daily copies.
    CopiesSetAside(usize, String),
    /// The review is in this file now.
    SavedElsewhere(String),
    ReviewDeleted,
    /// The report is there, and so many others beside it.
    Exported {
        path: String,
        others: usize,
    },
    ExportCancelled,
    /// All but what is personal is in this file.
    SettingsExported(String),
    /// All but these names of the file, which mean nothing to this version, or have what it does not understand.
    SettingsImported {
        unknown: Vec<String>,
    },
    SettingsReset,
    /// The file could not be written or read.
    SettingsFileFailed(FileTrouble),
    /// It holds no settings, or those of a newer version.
    NoSettings(bool),
    /// What an administrator set is not known.
    ManagedFailed(ManagedError),
    ReviewNotDeleted(StoreError),
}

impl State {
    pub fn new(settings: Settings) -> Self {
        Self {
            settings: settings.sane(),
            base: Settings::default(),
            managed: Managed::default(),
            screen: Screen::Start,
            pasted: PasteReport::default(),
            is_reading_ids: false,
            is_busy: false,
            endpoint: None,
            is_demo: false,
            access: None,
            library: Library::default(),
            bills: Bills::default(),
            judging: Judging::default(),
            reviews: Reviews::default(),
            joining: Joining::default(),
            claims: Claims::default(),
            second: Second::default(),
            tests: Tests::default(),
            unheard: Vec::new(),
            exporting: Exporting::default(),
            sharing: Sharing::default(),
            choosing: Choosing::default(),
            listing: Listing::default(),
            current: None,
            selection: Selection::default(),
            sight: Sight::default(),
            sheet: Sheet::default(),
            viewer: None,
            region_edit: None,
            marking: None,
            locked_look: None,
            pictures: Pictures::default(),
            documents: Documents::default(),
            originals: Originals::default(),
            searched_from: None,
            original_searches: 0,
            run: RunState::Running,
            notice: None,
            room: Room::Wide,
            shows_help: false,
            settings_page: None,
            leaving: None,
            elsewhere: Elsewhere::default(),
            remembered: Remembered::default(),
        }
    }

    /// The invoice that a key means: the open one, or else the one with the focus. Never all.
    pub fn looked_at(&self) -> Option<InvoiceNr> {
        let open = self.viewer.as_ref().map(|viewer| viewer.nr);
        open.or(self.current)
    }

    /// Whether work stands still for want of a token that is accepted.
    pub fn needs_token(&self) -> bool {
        let RunState::Blocked(failure) = &self.run else {
            return false;
        };
        matches!(
            failure.kind,
            FailureKind::TokenRefused | FailureKind::KeyRefused | FailureKind::TokenMissing
        )
    }

    /// Brings the shown list up to date; cheap when nothing changed.
    pub fn refresh(&mut self) {
        self.listing.lang = self.settings.lang();
        self.listing.refresh(&self.library);
        let listing = &self.listing;
        self.selection
            .keep_shown(|nr| listing.position(nr).is_some());
    }

    /// Whether the full picture of `nr` is here, or its data where it has no picture.
    pub fn has_picture(&self, nr: InvoiceNr) -> bool {
        let invoice = self
            .library
            .get(nr)
            .and_then(|entry| entry.invoice.as_ref());
        invoice.is_some_and(|invoice| {
            let key = &invoice.picture_key;
            self.pictures.get(key).is_some() || self.documents.data(key).is_some()
        })
    }

    /// Pages of the open document that are wanted and not here, counted from 0.
    pub fn lacking_pages(&self) -> Vec<u32> {
        let Some((viewer, entry)) = self
            .viewer
            .as_ref()
            .and_then(|viewer| Some((viewer, self.library.get(viewer.nr)?)))
        else {
            return Vec::new();
        };
        match &entry.invoice {
            Some(invoice) => {
                let key = &invoice.picture_key;
                self.documents.lacking(key, viewer.page, entry.page_count())
            }
            None => Vec::new(),
        }
    }

    /// The invoices whose full pictures are fetched ahead, nearest first: the next ones, and those that show
    /// other parts of the open page. With the open one they stay within the budget for pixels, but for the nearest.
    pub fn neighbours(&self) -> Vec<InvoiceNr> {
        let Some(viewer) = &self.viewer else {
            // Whoever comes back finds it as it was.
            return self.left_test().into_iter().collect();
        };
        let mut neighbours = Vec::new();
        let step = |steps| self.listing.step(self.stands_at(), steps);
        let pieces = match self.original(viewer.nr) {
            Some(_) if !viewer.shows_crop => Vec::new(),
            _ => self.library.pieces(viewer.nr),
        };
        // A test ticket that comes is wanted as soon as the one before.
        let near = [self.turn(), step(1), self.next_test(), step(-1)];
        let near = near.into_iter().flatten();
        let mut bytes = self.full_bytes(viewer.nr);
        for nr in near.chain(pieces).chain(step(2)) {
            if nr == viewer.nr || neighbours.contains(&nr) {
                continue;
            }
            let with_this = bytes + self.full_bytes(nr);
            if with_this <= self.settings.memory.pixels_bytes() || neighbours.is_empty() {
                bytes = with_this;
                neighbours.push(nr);
            }
        }
        neighbours
    }

    /// Memory of the invoice's full picture with its smaller copies, as far as its size is known.
    fn full_bytes(&self, nr: InvoiceNr) -> usize {
        let facts = self.library.get(nr).and_then(|entry| entry.facts);
        let pixels = facts.map_or(0, |it| it.size.width as usize * it.size.height as usize);
        // Four bytes a pixel, and a third more for all that is smaller.
        pixels.min(MAX_WHOLE_PIXELS as usize) * 16 / 3
    }
}
