//! Handing the review over from the window: what is to be written, how far it is, and what became of it. The list that
//! was pasted is accounted for here too, as long as it is known.

use std::collections::HashMap;
use std::path::PathBuf;
use std::sync::Arc;

use crate::engine::{EngineCommand, FullPicture, WorkerConfig};
use crate::handover::{
    self, About, FetchRequest, HandOverError, HandoverContents, ReportTarget, Watch, bills_summary,
};
use crate::locale::Locale;
use crate::model::paste::Intake;
use crate::model::{Deed, InvoiceNr, PictureKey, Stamp};
use crate::platform::{Credentials, Endpoint, ExtraRoots, ProxyChoice};
use crate::report::{Head, Scope};
use crate::review::draw;

use super::action::Effect;
use super::judging::record;
use super::{NoticeKind, State, Word};

/// What lies over the window of it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum HandOverPage {
    /// What to write, and where.
    Export,
    /// Reconciliation and figures.
    Figures,
    /// Splitting the review and merging others into it.
    Share,
    /// Who works on what of a team's review, and what collided.
    Team,
}

/// How far handing over is.
#[derive(Debug, Default)]
pub struct Exporting {
    pub page: Option<HandOverPage>,
    /// The export under way; it goes on whatever is shown.
    pub running: Option<Arc<Watch>>,
    /// The window is to be closed once it has ended.
    pub closes_after: bool,
    /// Why the last one failed, until the next.
    pub trouble: Option<Arc<HandOverError>>,
    /// What of the lists that it was made of is no invoice of its own; `None` where that was not kept.
    pub intake: Option<Intake>,
    /// What lets in, the demo's included.
    pub(super) access: Option<(Endpoint, Credentials)>,
    pub(super) roots: ExtraRoots,
    /// Whether links may lead inside the network, by the settings or for this start.
    pub private_addresses: bool,
    pub(super) proxy: ProxyChoice,
}

/// What the user chose.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ExportChoice {
    /// At least one.
    pub targets: Vec<ReportTarget>,
    pub scope: Scope,
    /// Whether pictures are in those that have them.
    pub with_pictures: bool,
}

/// What happens to an export.
#[derive(Debug)]
pub enum ExportAction {
    Show(Option<HandOverPage>),
    Start(ExportChoice),
    Cancel,
    /// Have the platform asked what OCR read of the invoices of this part of which it was not asked yet.
    AskFields(Scope),
    Ended(Result<Vec<PathBuf>, HandOverError>),
    /// Draw a random sample of so many.
    Draw {
        size: usize,
        seed: u64,
        stamp: Stamp,
    },
}

/// All that writing needs, so that it goes on by itself.
pub struct ExportJob {
    pub contents: HandoverContents,
    pub targets: Vec<ReportTarget>,
    /// Full pictures that are at hand.
    pub held: HashMap<PictureKey, Arc<FullPicture>>,
    /// Where the others are; `None` without pictures, or where nothing lets in.
    pub from: Option<FetchRequest>,
    pub with_pictures: bool,
    pub watch: Arc<Watch>,
}

impl std::fmt::Debug for ExportJob {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let (targets, count) = (&self.targets, self.contents.entries.len());
        write!(f, "ExportJob({targets:?}, {count} invoices)")
    }
}

impl State {
    /// Whether pictures can be fetched that are not at hand.
    pub fn can_fetch_pictures(&self) -> bool {
        self.lets_in().is_some() && !self.needs_token()
    }

    fn lets_in(&self) -> Option<&(Endpoint, Credentials)> {
        self.exporting.access.as_ref().or(self.access.as_ref())
    }

    /// The invoices of this part of which the platform was not asked what OCR read, though it knows them.
    pub fn lacking_fields(&self, scope: Scope) -> Vec<InvoiceNr> {
        let library = &self.library;
        let is_lacking = |nr: &InvoiceNr| {
            let entry = library.get(*nr);
            library.wants_fields(*nr)
                && entry.is_some_and(|entry| {
                    entry.invoice.is_some() && scope.has(entry.ticket.verdict())
                })
        };
        library.numbers().filter(is_lacking).collect()
    }

    /// The review as it is handed over now.
    pub fn contents(&self, scope: Scope) -> HandoverContents {
        HandoverContents::new(&self.library, &self.about(scope))
    }

    /// Its counts and figures alone.
    pub fn head(&self) -> Head {
        let library = &self.library;
        handover::head(library, library.entries(), &self.about(Scope::All))
    }

    fn about(&self, scope: Scope) -> About<'_> {
        About {
            platform: super::keeping::platform_name(self),
            scope,
            sample: self.judging.history.sample(),
            second: self.second_review().filter(|_| !self.is_blind()),
            tests: Some(self.judging.history.tests()),
            left_out: self.exporting.intake.as_ref().map(Intake::counts),
            bills: self.books().and_then(|it| bills_summary(&it)),
            locale: Locale::shared(self.settings.report_lang()),
        }
    }

    /// The invoices of the sample that was drawn last.
    pub fn sample(&self) -> Option<&crate::model::Sample> {
        self.judging.history.sample()
    }
}

pub(super) fn update(state: &mut State, action: ExportAction) -> Vec<Effect> {
    match action {
        ExportAction::Show(page) => {
            state.exporting.page = page;
            if page.is_some() {
                state.exporting.trouble = None;
            }
            Vec::new()
        }
        ExportAction::Start(choice) => start(state, choice),
        ExportAction::Cancel => {
            if let Some(watch) = &state.exporting.running {
                watch.cancel();
            }
            Vec::new()
        }
        ExportAction::AskFields(scope) => {
            let numbers = state.lacking_fields(scope);
            vec![Effect::Engine(EngineCommand::AskFields(numbers))]
        }
        ExportAction::Ended(result) => ended(state, result),
        ExportAction::Draw { size, seed, stamp } => {
            if let Err(access) = state.judging.may_write() {
                state.judging.word = Some(Word::OnlyToLookAt(access));
                return Vec::new();
            }
            let sample = draw(&state.library, size, seed);
            record(state, None, Deed::Sampled(sample), stamp)
        }
    }
}

fn start(state: &mut State, choice: ExportChoice) -> Vec<Effect> {
    if state.exporting.running.is_some() || choice.targets.is_empty() {
        return Vec::new();
    }
    let hidden = state.library.count_hidden();
    if hidden > 0 {
        // It would say what is not to be known here, or what is not true.
        state.exporting.page = None;
        state.notice = Some(NoticeKind::HiddenVerdicts(hidden));
        return Vec::new();
    }
    let contents = state.contents(choice.scope);
    let keys = contents.entries.iter();
    let keys = keys.filter_map(|entry| Some(entry.invoice.as_ref()?.picture_key.clone()));
    let held = keys.filter_map(|key| {
        let picture = Arc::clone(state.pictures.get(&key)?);
        Some((key, picture))
    });
    let held = held.collect();
    let with_pictures =
        choice.with_pictures && choice.targets.iter().any(|it| it.format.has_pictures());
    let access = state.lets_in().filter(|_| state.can_fetch_pictures());
    let from = access.map(|(endpoint, credentials)| FetchRequest {
        endpoint: endpoint.clone(),
        credentials: credentials.clone(),
        roots: state.exporting.roots.clone(),
        private_addresses: state.exporting.private_addresses,
        proxy: state.exporting.proxy.clone(),
        ids: Vec::new(),
        bills: Vec::new(),
        connections: Some(state.settings.connections as usize),
        with_pictures: true,
        read_lines: None,
        worker: WorkerConfig::default(),
    });
    let watch = Arc::new(Watch::default());
    let exporting = &mut state.exporting;
    exporting.running = Some(Arc::clone(&watch));
    exporting.trouble = None;
    vec![Effect::Export(Box::new(ExportJob {
        contents,
        targets: choice.targets,
        held,
        from,
        with_pictures,
        watch,
    }))]
}

/// Closes the window, once what is being written is given up and nothing of it is left behind.
pub(super) fn close(state: &mut State) -> Vec<Effect> {
    let Some(watch) = &state.exporting.running else {
        return vec![Effect::CloseWindow];
    };
    watch.cancel();
    state.exporting.closes_after = true;
    Vec::new()
}

fn ended(state: &mut State, result: Result<Vec<PathBuf>, HandOverError>) -> Vec<Effect> {
    let exporting = &mut state.exporting;
    exporting.running = None;
    if std::mem::take(&mut exporting.closes_after) {
        match result {
            // Verdicts that cannot be written any more meanwhile are asked about as ever.
            Ok(_) if state.would_lose() => {}
            Ok(_) | Err(HandOverError::Cancelled) => return vec![Effect::CloseWindow],
            // It is not there: whoever waited for it hears why.
            Err(_) => state.leaving = None,
        }
    }
    let exporting = &mut state.exporting;
    match result {
        Ok(paths) => {
            if exporting.page == Some(HandOverPage::Export) {
                exporting.page = None;
            }
            let path = paths.first().map(|path| path.display().to_string());
            state.notice = Some(NoticeKind::Exported {
                path: path.unwrap_or_default(),
                others: paths.len().saturating_sub(1),
            });
        }
        Err(HandOverError::Cancelled) => state.notice = Some(NoticeKind::ExportCancelled),
        Err(error) => {
            exporting.trouble = Some(Arc::new(error));
            // Where the dialog was closed meanwhile, it comes back to say so.
            exporting.page = Some(HandOverPage::Export);
        }
    }
    Vec::new()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::model::paste::PasteReport;
    use crate::report::Format;
    use crate::state::{Action, LeaveAction, Leaving, Settings, update};

    fn state() -> State {
        let mut state = State::new(Settings::default());
        let report = PasteReport::parse("ID01test0001\nID01test0002\nID01test0001\nx?!1\n");
        state.exporting.intake = Some(Intake::of(&report));
        state.library.add(report.ids);
        state.refresh();
        state
    }

    fn choice() -> ExportChoice {
        ExportChoice {
            targets: vec![ReportTarget {
                path: "report.html".into(),
                format: Format::Html,
            }],
            scope: Scope::All,
            with_pictures: true,
        }
    }

    fn act(state: &mut State, action: ExportAction) -> Vec<Effect> {
        update(state, Action::Export(action))
    }

    #[test]
    fn one_export_at_a_time_and_its_end_is_told() {
        let mut state = state();
        act(&mut state, ExportAction::Show(Some(HandOverPage::Export)));
        let effects = act(&mut state, ExportAction::Start(choice()));
        let [Effect::Export(job)] = &effects[..] else {
            panic!("{effects:?}");
        };
        assert_eq!(job.contents.entries.len(), 2);
        assert!(job.from.is_none(), "nothing lets in");
        assert!(act(&mut state, ExportAction::Start(choice())).is_empty());
        act(&mut state, ExportAction::Cancel);
        assert!(job.watch.is_cancelled());
        act(
            &mut state,
            ExportAction::Ended(Ok(vec!["report.html".into()])),
        );
        assert_eq!(state.exporting.page, None);
        assert!(matches!(state.notice, Some(NoticeKind::Exported { .. })));
        assert!(state.exporting.running.is_none());
    }

    #[test]
    fn the_window_closes_after_an_export_unless_verdicts_would_be_lost() {
        let closes = |effects: &[Effect]| matches!(effects, [Effect::CloseWindow]);
        let waiting = || {
            let mut state = state();
            act(&mut state, ExportAction::Start(choice()));
            update(&mut state, Action::Leave(LeaveAction::Ask));
            update(&mut state, Action::Leave(LeaveAction::AfterExport));
            state
        };
        let written = || ExportAction::Ended(Ok(vec!["report.html".into()]));
        let mut state = waiting();
        assert!(closes(&act(&mut state, written())));
        let mut state = waiting();
        let stamp = Stamp::now();
        let event = crate::model::Event {
            stamp,
            reviewer: "li".into(),
            invoice: None,
            base: None,
            deed: Deed::Cleared,
        };
        state.judging.unsaved.insert(stamp.id, event);
        state.judging.trouble = Some(crate::store::StoreError::Full);
        assert!(!closes(&act(&mut state, written())));
        assert_eq!(state.leaving, Some(Leaving::Window), "it is asked about");
        assert!(!state.exporting.closes_after);
        // Who gives the report up said so.
        let mut state = waiting();
        let go = LeaveAction::Go(Leaving::Window);
        assert!(update(&mut state, Action::Leave(go)).is_empty());
        let given_up = ExportAction::Ended(Err(HandOverError::Cancelled));
        assert!(closes(&act(&mut state, given_up)));
    }

    #[test]
    fn what_went_wrong_is_said_where_it_can_be_put_right() {
        let mut state = state();
        act(&mut state, ExportAction::Start(choice()));
        let error = HandOverError::Album(std::io::ErrorKind::StorageFull.into());
        act(&mut state, ExportAction::Ended(Err(error)));
        assert_eq!(state.exporting.page, Some(HandOverPage::Export));
        assert!(state.exporting.trouble.is_some());
    }

    #[test]
    fn the_pasted_pieces_add_up() {
        let state = state();
        let counted = state.contents(Scope::All).head.reconciliation;
        assert_eq!(counted.unique, 2);
        let parts = counted.unique + counted.repeated.unwrap_or(9) + counted.left_out.unwrap_or(9);
        assert_eq!(counted.pasted, Some(parts));
        assert_eq!(counted.repeated, Some(1));
    }

    #[test]
    fn a_sample_is_an_event_of_the_review() {
        let mut state = state();
        let draw = ExportAction::Draw {
            size: 1,
            seed: 7,
            stamp: Stamp::now(),
        };
        act(&mut state, draw);
        let sample = state.sample().expect("drawn");
        assert_eq!((sample.invoices.len(), sample.seed), (1, 7));
        let figures = state.contents(Scope::All).head.review;
        assert_eq!(figures.sample.map(|it| it.size), Some(1));
    }
}
