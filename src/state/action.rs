//! Everything that can happen to the state, and everything that the state may ask for in return.

use std::path::PathBuf;

use secrecy::SecretString;

use crate::engine::{EngineCommand, EngineEvent};
use crate::geometry::{FramePreference, QuarterTurn, Viewport};
use crate::id_list::{IdList, IdListError};
use crate::keyring::{KeyringAnswer, Saved};
use crate::locale::Lang;
use crate::model::paste::PasteReport;
use crate::model::region::Convention;
use crate::model::{InvoiceId, InvoiceNr};
use crate::platform::{Credentials, Endpoint, ExtraRoots, RootsError, Token};
use crate::review;
use crate::review::Filter;
use crate::store::{DatabaseAddress, Order, Parting, StoreAnswer, Whole};

use super::{
    ChoicePurpose, ChoosingAction, ExportAction, ExportJob, FieldAction, FoundFiles, JoinAction,
    JudgeAction, LeaveAction, MemoryBudgets, NoticeKind, OriginalsAction, PreferencesAction,
    RegionAction, ReviewsAction, Room, SecondAction, SelectAction, SettingsPage, SheetAction,
    TestAction, ThemeChoice, UnheardAction, ViewsAction,
};

/// What happened: a key, a click, an answer. The only way to change the state.
#[derive(Debug)]
pub enum Action {
    Engine(EngineEvent),
    /// No more of them is taken in before the next frame.
    EngineRead,
    // Start panel
    /// The text of the ID box changed; it is read in the background.
    IdsEdited(String),
    /// The text of the ID box is a table, and this column of it, counted from 0, holds the IDs.
    PickColumn(String, usize),
    /// Files or folders were dropped on the window: lists of IDs, originals, or both.
    FilesDropped(Vec<PathBuf>),
    DroppedFilesRead(DroppedFiles),
    Parsed(ParsePurpose, PasteReport),
    /// Load what was pasted from this platform.
    Start {
        endpoint: Endpoint,
        credentials: Credentials,
    },
    /// Load the demo invoices from the embedded stand-in.
    StartDemo,
    DemoStarted(Result<DemoSource, ReadError>),
    /// Talk to the platform in another name from now on.
    Reconnect {
        credentials: Credentials,
    },
    /// Back to the start panel with an empty review; asks first where verdicts would be lost.
    NewReview,
    /// Load the same list from another address, as this one leads nowhere.
    MendAddress(Endpoint),
    /// A file or a folder in the system's own dialog.
    Choosing(ChoosingAction),
    /// What follows the question whether verdicts may be lost.
    Leave(LeaveAction),
    /// IDs pasted while the grid is shown.
    AddIds(String),
    // Grid
    /// This instead of what was chosen of its group.
    Show(Filter),
    /// Show a group as a whole: leave the viewer, forget the search.
    ShowAll(Filter),
    Search(String),
    SetOrder(review::ListOrder),
    /// What is shown as a whole, and views with names.
    Views(ViewsAction),
    Select(InvoiceNr),
    MoveSelection(Move),
    /// Several tickets at once.
    Selecting(SelectAction),
    Sheet(SheetAction),
    /// How much of its surroundings a tile of a sheet shows, in percent of the region's size on each side.
    SetSheetMargin(u32),
    // Viewer
    Open(InvoiceNr),
    CloseViewer,
    Viewer(ViewerAction),
    /// Files that hold whole pages.
    Originals(OriginalsAction),
    // Judging
    Judge(JudgeAction),
    /// The open ticket's region is corrected by hand.
    Region(RegionAction),
    /// What OCR read of the open ticket.
    Field(FieldAction),
    /// Ask once more about the bills that the platform could not be asked about.
    RetryBills,
    /// What became of what is to be kept.
    Store(StoreAnswer),
    /// What was said in vain in a team's review.
    Unheard(UnheardAction),
    /// Second verdicts in a team's review.
    Second(SecondAction),
    /// Test tickets there.
    Test(TestAction),
    /// Opening a team's review.
    Join(JoinAction),
    /// Reviews of earlier days, and this one as a whole.
    Reviews(ReviewsAction),
    /// Handing the review over.
    Export(ExportAction),
    /// Splitting the review, or merging another into it.
    Share(Parting),
    SetReviewer(String),
    ToggleAdvance,
    /// Whether pictures are read by the program itself.
    ToggleReading,
    /// Whether links may lead inside the network around this machine.
    TogglePrivateAddresses,
    // Work
    Retry(Vec<InvoiceNr>),
    RetryFailed,
    TogglePause,
    /// Ask a host again that does not answer, without waiting for the next probe.
    TryNow,
    // Window
    SetLang(Lang),
    SetTheme(ThemeChoice),
    SetScale(u32),
    SetTileSize(f32),
    /// Downloads at one time.
    SetConnections(u32),
    SetMemory(MemoryBudgets),
    /// What a region's numbers mean; `None`: as each link and the batch say.
    SetConvention(Option<Convention>),
    SetFrame(FramePreference),
    ToggleLens,
    ToggleFilters,
    ToggleDetails,
    /// Whether the window has room for panels beside the tickets now.
    Resized(Room),
    ToggleHelp,
    ShowSettings(Option<SettingsPage>),
    /// Other keys for the command of this name; `None`: the program's own.
    SetKeys(String, Option<Vec<String>>),
    DismissNotice,
    /// Something is worth a line to the user.
    Notify(NoticeKind),
    /// A one-shot in the background panicked.
    TaskCrashed,
    // Keyring and trust
    /// See what the keyring has from an earlier start.
    LoadSaved,
    /// Keep this for the next start.
    Remember(Saved),
    /// Keep nothing any more.
    Forget,
    Keyring(KeyringAnswer),
    /// Settings that are more than a switch.
    Preferences(PreferencesAction),
    /// Trust the authorities in this file as well; empty: none but the system's.
    SetCaFile(String),
    CaFileRead(CaFileUse, Result<ExtraRoots, RootsError>),
}

/// Why a file of certificates is read.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CaFileUse {
    /// It was set before; only a failure is worth a line.
    Start,
    /// The user has just named it.
    New,
}

/// A step of the selection in the grid, in tiles.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Move {
    /// So many tiles along the order; a row is as many as it has columns.
    By(isize),
    First,
    Last,
}

/// What happens in the viewer.
#[derive(Clone, Debug, PartialEq)]
pub enum ViewerAction {
    /// To the next or the previous invoice of the shown order.
    Step(isize),
    /// To the next or the previous invoice of the same page.
    StepOnPage(isize),
    /// To the next or the previous page of the document; where there is only one, to the next or previous invoice.
    TurnPage(isize),
    Fit,
    FitRegion,
    /// The user zoomed or panned by hand.
    /// The first is the invoice that was looked at; another may be open by now.
    Look(InvoiceNr, Viewport),
    Turn(QuarterTurn),
    /// Whether the next ticket is looked at as this one is.
    ToggleLock,
    ToggleDim,
    /// The delivered crop instead of the page's original, and back.
    ToggleCrop,
    ToggleOverlay,
}

/// What a text is read for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum ParsePurpose {
    /// The start panel's live line.
    Preview,
    /// IDs to add to the review at hand.
    Add,
}

/// Why something local could not be read.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ReadError {
    #[error(transparent)]
    List(#[from] IdListError),
    #[error("there is no file or folder that may be read: {0}")]
    NoPlace(String),
    #[error("the demo platform cannot start: {0}")]
    Demo(String),
}

/// What dropped files turned out to be.
#[derive(Debug)]
pub struct DroppedFiles {
    /// The texts of those that are neither pictures nor folders, if there are any.
    pub ids: Option<Result<IdList, IdListError>>,
    /// The files to look for originals in, if there are any.
    pub originals: Option<FoundFiles>,
}

/// Where the demo invoices come from.
#[derive(Debug)]
pub struct DemoSource {
    pub endpoint: Endpoint,
    pub token: Token,
    pub ids: Vec<InvoiceId>,
}

/// What the state asks of the world; carried out by the app after each frame.
#[derive(Debug)]
pub enum Effect {
    Engine(EngineCommand),
    /// Read IDs out of a text, off the window's thread; of a table out of this column, where one was chosen.
    Parse(ParsePurpose, String, Option<usize>),
    /// Find out what dropped files are and read them, off the window's thread.
    ReadDropped(Vec<PathBuf>),
    /// Find the files at this place, off the window's thread.
    FindOriginals(PathBuf),
    /// Have a file or a folder chosen in the system's own dialog.
    Choose(ChoicePurpose),
    /// Start the embedded stand-in platform.
    StartDemo,
    /// Bring a tile of the grid into view.
    Reveal(InvoiceNr),
    /// Theme, language or scale changed.
    Restyle,
    Keyring(KeyringCall),
    ReadCaFile(CaFileUse, PathBuf),
    /// Write a text to a new file or over an old one, off the window's thread.
    WriteSettings(PathBuf, String),
    ReadSettings(PathBuf),
    Store(StoreCall),
    /// Write reports, on a thread of its own.
    Export(Box<ExportJob>),
    /// Write the whole review to another file, off the window's thread.
    SaveElsewhere(Box<Whole>, PathBuf),
    /// Close the window, whatever is lost.
    CloseWindow,
}

/// What is asked of what keeps reviews.
#[derive(Debug)]
pub enum StoreCall {
    /// Open the review of this list, or make it.
    OpenList {
        platform: String,
        ids: Vec<InvoiceId>,
        /// Whether a new one is made though there is one.
        anew: bool,
        is_demo: bool,
    },
    OpenFile(PathBuf),
    /// Open a team's review, with this password where one is known.
    OpenDatabase(Box<DatabaseAddress>, Option<SecretString>),
    Keep(Order),
    /// These IDs belong to the review from now on.
    Added(Vec<InvoiceId>),
    /// Write what is to be written, and close the review.
    Close,
    /// See which reviews there are.
    ReadRecents,
    Delete(PathBuf),
}

/// What the keyring is asked.
#[derive(Debug)]
pub enum KeyringCall {
    Load,
    Save(Saved),
    Forget,
    /// The password of this account of a database.
    LoadPassword(String),
    SavePassword(String, SecretString),
}
