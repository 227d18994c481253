//! The one function that changes the state.

use crate::engine::{Answer, DecodedPixels, EngineCommand, EngineEvent, RunState};
use crate::formats::Pixels;
use crate::id_list::{IdList, IdListError};
use crate::model::paste::{Intake, PasteReport};
use crate::model::{BillKey, InvoiceId, InvoiceNr};
use crate::platform::{Credentials, Endpoint};

use super::action::{Action, DemoSource, DroppedFiles, Effect, ParsePurpose, ReadError};
use super::settings::MOST_MARGIN_PERCENT;
use super::{
    NoticeKind, Room, Screen, State, Word, bills, choosing, correcting, exporting, fields, focus,
    joining, judging, keeping, leaving, mending, originals, preferences, remembered, second,
    selection, sharing, sheet, test_tickets, trust, unheard, viewer, views,
};

/// Carries out one action; what it asks of the world comes back, in order.
pub fn update(state: &mut State, action: Action) -> Vec<Effect> {
    let went_on_from = state.stands_at();
    let went_on_from = went_on_from.filter(|_| test_tickets::leads_on(&action));
    let mut effects = correcting::keep_before(state, &action);
    effects.extend(carry_out(state, action));
    effects.extend(correcting::keep_if_left(state));
    test_tickets::follow(state, went_on_from);
    effects
}

#[expect(clippy::too_many_lines, reason = "a line or a few for each action")]
fn carry_out(state: &mut State, action: Action) -> Vec<Effect> {
    match action {
        Action::Engine(event) => engine_event(state, event),
        Action::EngineRead => {
            state.library.compare_touched();
            Vec::new()
        }
        Action::IdsEdited(text) => {
            state.is_reading_ids = true;
            vec![Effect::Parse(ParsePurpose::Preview, text, None)]
        }
        Action::PickColumn(text, column) => {
            state.is_reading_ids = true;
            vec![Effect::Parse(ParsePurpose::Preview, text, Some(column))]
        }
        Action::AddIds(text) => vec![Effect::Parse(ParsePurpose::Add, text, None)],
        Action::FilesDropped(files) => {
            state.is_reading_ids = true;
            vec![Effect::ReadDropped(files)]
        }
        Action::DroppedFilesRead(dropped) => dropped_files_read(state, dropped),
        Action::Parsed(purpose, report) => parsed(state, purpose, report),
        Action::Start {
            endpoint,
            credentials,
        } => {
            state.settings.endpoint = endpoint.to_string();
            let ids = std::mem::take(&mut state.pasted.ids);
            let bills = std::mem::take(&mut state.pasted.bills);
            state.is_demo = false;
            state.exporting.intake = Some(Intake::of(&state.pasted));
            start(state, endpoint, credentials, ids, bills)
        }
        Action::StartDemo => {
            state.is_busy = true;
            vec![Effect::StartDemo]
        }
        Action::DemoStarted(result) => demo_started(state, result),
        Action::Reconnect { credentials } => reconnect(state, credentials),
        Action::MendAddress(endpoint) => mending::mend(state, endpoint),
        Action::NewReview => leaving::new_review(state),
        Action::Leave(action) => leaving::update(state, action),
        Action::Export(action) => exporting::update(state, action),
        Action::Share(parting) => sharing::begin(state, parting),
        Action::Show(filter) => focus::show(state, filter),
        Action::ShowAll(filter) => focus::show_all(state, filter),
        Action::Search(text) => focus::search(state, text),
        Action::SetOrder(order) => focus::set_order(state, order),
        Action::Views(action) => views::update(state, action),
        Action::Select(nr) => focus::choose(state, nr),
        Action::MoveSelection(to) => focus::move_selection(state, to),
        Action::Selecting(action) => selection::update(state, action),
        Action::Sheet(action) => sheet::update(state, action),
        Action::SetSheetMargin(percent) => {
            state.settings.sheet_margin_percent = percent.min(MOST_MARGIN_PERCENT);
            Vec::new()
        }
        Action::Open(nr) => focus::open(state, nr),
        Action::CloseViewer => focus::close_viewer(state),
        Action::Viewer(action) => viewer::update(state, &action),
        Action::Originals(action) => originals::update(state, action),
        Action::Judge(action) => judging::update(state, action),
        Action::Region(action) => correcting::update(state, action),
        Action::Field(action) => fields::update(state, action),
        Action::RetryBills => bills::retry(state),
        Action::Choosing(action) => choosing::update(state, action),
        Action::Store(answer) => keeping::answered(state, answer),
        Action::Reviews(action) => keeping::update(state, action),
        Action::Unheard(action) => unheard::update(state, action),
        Action::Second(action) => second::update(state, action),
        Action::Test(action) => test_tickets::update(state, &action),
        Action::Join(action) => joining::update(state, action),
        Action::SetReviewer(name) => {
            state.settings.reviewer = name;
            Vec::new()
        }
        Action::ToggleAdvance => flip(&mut state.settings.advances),
        Action::Retry(numbers) => retry(state, numbers),
        Action::RetryFailed => retry_failed(state),
        Action::TogglePause => toggle_pause(state),
        Action::TryNow => vec![Effect::Engine(EngineCommand::Resume)],
        Action::ToggleReading => toggle_reading(state),
        Action::TogglePrivateAddresses => trust::toggle_private_addresses(state),
        Action::SetConnections(count) => preferences::set_connections(state, count),
        Action::SetMemory(memory) => preferences::set_memory(state, memory),
        Action::SetLang(lang) => {
            state.settings.lang = Some(lang);
            vec![Effect::Restyle]
        }
        Action::SetTheme(theme) => {
            state.settings.theme = theme;
            vec![Effect::Restyle]
        }
        Action::SetScale(percent) => {
            state.settings.scale_percent = percent;
            state.settings = state.settings.clone().sane();
            vec![Effect::Restyle]
        }
        Action::SetTileSize(points) => {
            state.settings.tile_points = points;
            state.settings = state.settings.clone().sane();
            Vec::new()
        }
        Action::SetConvention(convention) => {
            state.settings.convention = convention;
            read_regions(state)
        }
        Action::SetFrame(frame) => {
            state.settings.frame = frame;
            read_regions(state)
        }
        Action::ToggleLens => flip(&mut state.settings.shows_lens),
        Action::ToggleFilters => flip(&mut state.settings.shows_filters),
        Action::ToggleDetails => match &mut state.room {
            Room::Wide => flip(&mut state.settings.shows_details),
            Room::Narrow { is_drawer_open } => flip(is_drawer_open),
        },
        Action::Resized(room) => {
            state.room = room;
            Vec::new()
        }
        Action::SetKeys(command, keys) => set_keys(state, command, keys),
        Action::ShowSettings(page) => {
            state.settings_page = page;
            Vec::new()
        }
        Action::ToggleHelp => flip(&mut state.shows_help),
        Action::DismissNotice => notify(state, None),
        Action::Notify(notice) => notify(state, Some(notice)),
        Action::TaskCrashed => task_crashed(state),
        Action::LoadSaved => remembered::load(state),
        Action::Remember(saved) => remembered::remember(state, saved),
        Action::Forget => remembered::forget(state),
        Action::Keyring(answer) => remembered::answered(state, answer),
        Action::Preferences(action) => preferences::update(state, action),
        Action::SetCaFile(path) => trust::set_ca_file(state, &path),
        Action::CaFileRead(purpose, result) => trust::ca_file_read(state, purpose, result),
    }
}

fn notify(state: &mut State, notice: Option<NoticeKind>) -> Vec<Effect> {
    state.notice = notice;
    Vec::new()
}

fn flip(switch: &mut bool) -> Vec<Effect> {
    *switch = !*switch;
    Vec::new()
}

fn set_keys(state: &mut State, command: String, keys: Option<Vec<String>>) -> Vec<Effect> {
    match keys {
        Some(keys) => state.settings.keys.insert(command, keys),
        None => state.settings.keys.remove(&command),
    };
    Vec::new()
}

fn task_crashed(state: &mut State) -> Vec<Effect> {
    (state.is_reading_ids, state.is_busy) = (false, false);
    state.notice = Some(NoticeKind::TaskCrashed);
    Vec::new()
}

fn engine_event(state: &mut State, event: EngineEvent) -> Vec<Effect> {
    if let EngineEvent::Answered(answers) = &event {
        count_originals(state, answers);
    }
    let mut effects = bills::told(state, &event);
    effects.extend(fields::told(state, &event));
    let changed = state.library.count_changed();
    state.library.learn(&event);
    let now = state.library.count_changed();
    if now > changed {
        state.notice = Some(NoticeKind::ChangedSince(now));
    }
    match event {
        EngineEvent::Original(event) => originals::told(state, event),
        EngineEvent::Run(run) => state.run = run,
        EngineEvent::AttachmentsSearched { matched, lacking } => {
            state.notice = Some(NoticeKind::AttachmentsSearched {
                matched: matched.len(),
                lacking: lacking.len(),
            });
        }
        EngineEvent::AttachmentsFailed { invoices, failure } => {
            state.notice = Some(NoticeKind::AttachmentsFailed(invoices.len(), failure));
        }
        // Borders are textures: the drawing takes them by itself.
        EngineEvent::Pixels {
            pixels: Pixels::Edges(_),
            ..
        } => {}
        EngineEvent::Pixels {
            key,
            pixels,
            result,
        } => {
            match (pixels, result) {
                (Pixels::Full, Ok(DecodedPixels::Picture(picture))) => {
                    state.pictures.insert(key, picture);
                }
                (pixels, result) => state.documents.insert(key, pixels, result),
            }
            focus::release_pictures(state);
        }
        _ => {}
    }
    effects
}

/// Counts the invoices that were not described before, for how many of them there is an original.
fn count_originals(state: &mut State, answers: &[(InvoiceNr, Answer)]) {
    let library = &state.library;
    let newly_described = answers.iter().filter_map(|(nr, answer)| match answer {
        Answer::Found(invoice) if library.get(*nr)?.invoice.is_none() => Some(&**invoice),
        _ => None,
    });
    state.originals.count_described(newly_described);
}

fn dropped_files_read(state: &mut State, dropped: DroppedFiles) -> Vec<Effect> {
    state.is_reading_ids = false;
    let mut effects = Vec::new();
    if let Some(found) = dropped.originals {
        effects.extend(originals::take(state, found));
    }
    if let Some(ids) = dropped.ids {
        effects.extend(id_file_read(state, ids));
    }
    effects
}

fn id_file_read(state: &mut State, result: Result<IdList, IdListError>) -> Vec<Effect> {
    let list = match result {
        Ok(list) => list,
        Err(error) => {
            state.notice = Some(NoticeKind::FileFailed(error.into()));
            return Vec::new();
        }
    };
    let purpose = if state.screen == Screen::Start {
        state.is_reading_ids = true;
        if let Some(sheet) = list.sheet {
            state.notice = Some(NoticeKind::SheetRead(sheet));
        }
        ParsePurpose::Preview
    } else {
        ParsePurpose::Add
    };
    vec![Effect::Parse(purpose, list.text, None)]
}

fn parsed(state: &mut State, purpose: ParsePurpose, report: PasteReport) -> Vec<Effect> {
    match purpose {
        ParsePurpose::Preview => {
            state.is_reading_ids = false;
            state.pasted = report;
            Vec::new()
        }
        ParsePurpose::Add => {
            if let Err(access) = state.judging.may_write() {
                state.judging.word = Some(Word::OnlyToLookAt(access));
                return Vec::new();
            }
            let pasted = report.ids.len();
            let bills = report.bills.len();
            let mut added = report;
            let (first, ids) = state.library.add(std::mem::take(&mut added.ids));
            if let Some(intake) = &mut state.exporting.intake {
                intake.add(&added, pasted - ids.len());
            }
            let mut asked = bills::ask(state, std::mem::take(&mut added.bills), false);
            asked.extend(keeping::keep_intake(state));
            state.notice = Some(if pasted + bills == 0 {
                NoticeKind::NothingToAdd
            } else {
                NoticeKind::Added {
                    bills,
                    added: ids.len(),
                    known: pasted - ids.len(),
                    repeated: added.repeated_count,
                    rejected: added.rejected_count,
                }
            });
            if ids.is_empty() {
                return asked;
            }
            let mut effects = keeping::added(state, &ids);
            effects.push(Effect::Engine(EngineCommand::Add { first, ids }));
            effects.extend(asked);
            effects
        }
    }
}

fn start(
    state: &mut State,
    endpoint: Endpoint,
    credentials: Credentials,
    ids: Vec<InvoiceId>,
    bills: Vec<BillKey>,
) -> Vec<Effect> {
    read_regions(state);
    let (first, ids) = state.library.add(ids);
    state.endpoint = Some(endpoint.clone());
    state.access = (!state.is_demo).then(|| (endpoint.clone(), credentials.clone()));
    state.exporting.access = Some((endpoint.clone(), credentials.clone()));
    state.pasted = PasteReport::default();
    state.screen = Screen::Review;
    state.run = RunState::Running;
    state.refresh();
    state.current = state.listing.shown().first().copied();
    let mut effects = vec![
        Effect::Engine(EngineCommand::Connect {
            endpoint,
            credentials,
        }),
        Effect::Engine(EngineCommand::Add { first, ids }),
    ];
    // A review is found again by its IDs: those of bills alone are still to come.
    let opens_later = state.library.is_empty() && !bills.is_empty();
    if !opens_later {
        effects.extend(keeping::open_list(state, false));
    }
    effects.extend(bills::ask(state, bills, opens_later));
    effects
}

fn demo_started(state: &mut State, result: Result<DemoSource, ReadError>) -> Vec<Effect> {
    state.is_busy = false;
    if state.screen != Screen::Start {
        // Something else was loaded meanwhile; the demo's invoices have no place among it.
        return Vec::new();
    }
    match result {
        Ok(source) => {
            state.is_demo = true;
            let token = source.token.into();
            start(state, source.endpoint, token, source.ids, Vec::new())
        }
        Err(error) => {
            state.notice = Some(NoticeKind::FileFailed(error));
            Vec::new()
        }
    }
}

fn reconnect(state: &mut State, credentials: Credentials) -> Vec<Effect> {
    let Some(endpoint) = state.endpoint.clone() else {
        return Vec::new();
    };
    state.run = RunState::Running;
    state.access = Some((endpoint.clone(), credentials.clone()));
    state.exporting.access.clone_from(&state.access);
    vec![Effect::Engine(EngineCommand::Connect {
        endpoint,
        credentials,
    })]
}

/// Reads regions as the settings say.
pub(super) fn read_regions(state: &mut State) -> Vec<Effect> {
    let settings = &state.settings;
    state.library.read_as(settings.convention, settings.frame);
    state.library.heed(settings.heeded());
    Vec::new()
}

fn retry_failed(state: &mut State) -> Vec<Effect> {
    let mut effects = retry(state, state.library.failed());
    // Their pictures stay as they are while they are read once more.
    let unread = state.library.unreadable();
    effects.extend((!unread.is_empty()).then(|| Effect::Engine(EngineCommand::Retry(unread))));
    effects.extend(bills::retry(state));
    effects
}

pub(super) fn retry(state: &mut State, numbers: Vec<InvoiceNr>) -> Vec<Effect> {
    if numbers.is_empty() {
        return Vec::new();
    }
    for &nr in &numbers {
        state.library.reset(nr);
    }
    vec![Effect::Engine(EngineCommand::Retry(numbers))]
}

fn toggle_pause(state: &mut State) -> Vec<Effect> {
    let command = match state.run {
        RunState::Running | RunState::Slowed { .. } | RunState::Waiting(_) => EngineCommand::Pause,
        RunState::Paused | RunState::Blocked(_) => EngineCommand::Resume,
    };
    vec![Effect::Engine(command)]
}

fn toggle_reading(state: &mut State) -> Vec<Effect> {
    state.settings.reads_pictures = !state.settings.reads_pictures;
    let most = state.settings.lines_read();
    vec![Effect::Engine(EngineCommand::ReadLines(most))]
}

#[cfg(test)]
mod tests;
