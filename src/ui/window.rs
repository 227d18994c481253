//! The window as a whole: which panels there are, and what only drawing needs to remember.

use std::sync::Arc;

use egui::{Event, Frame, Panel, Rect, Ui};

use crate::engine::{EngineEvent, Interest};
use crate::formats::{Pixels, Raster};
use crate::locale::Locale;
use crate::model::InvoiceNr;
use crate::platform::{Credentials, Endpoint};
use crate::state::{Action, Room, Screen, SelectAction, State};

use crate::ui::bars::leaving_ui;
use crate::ui::bars::notice_ui::{Lane, NoticeLane};
use crate::ui::bars::top_bar_ui::TopBar;
use crate::ui::bars::verdict_bar_ui::VerdictBar;
use crate::ui::commands::{Command, GridShape, Keymap, Request};
use crate::ui::export::HandingOver;
use crate::ui::frame_shown::{FrameShown, OpenPicture};
use crate::ui::grid::go_to_ui::GoTo;
use crate::ui::grid::grid_ui::Grid;
use crate::ui::grid::{filter_ui, question_ui, sheet_tile, sight, tile_edges};
use crate::ui::keys;
use crate::ui::kit::toolbar::TOOLBAR_HEIGHT;
use crate::ui::kit::{theme, tooltip, widgets};
use crate::ui::paint::thumbnails::{OPEN_BYTES_PER_FRAME, Thumbnails, UPLOAD_BYTES_PER_FRAME};
use crate::ui::paint::warm_up::WarmUp;
use crate::ui::settings::SettingsDialog;
use crate::ui::start::credentials_data::CredentialDrafts;
use crate::ui::start::credentials_ui::kept;
use crate::ui::start::start_data::Drafts;
use crate::ui::start::start_ui;
use crate::ui::team::join_ui::{self, JoinDialog};
use crate::ui::viewer::{originals_ui, viewer_ui::ViewerPanel};
use crate::ui::{Cx, drop_ui, help_ui};

/// A window that is narrower than this many points has no room for panels beside the tickets.
const NARROW: f32 = 1100.0;

/// Textures, scroll positions and texts being typed: nothing that anybody but the drawing asks for.
#[derive(Default)]
pub struct Window {
    drafts: Drafts,
    top_bar: TopBar,
    go_to: GoTo,
    grid: Grid,
    viewer: ViewerPanel,
    thumbnails: Thumbnails,
    warm_up: WarmUp,
    verdicts: VerdictBar,
    settings: SettingsDialog,
    handing_over: HandingOver,
    joining: JoinDialog,
    notices: NoticeLane,
    keymap: Arc<Keymap>,
    dropped: Vec<InvoiceNr>,
}

impl Window {
    pub fn new(endpoint: &str) -> Self {
        Self {
            drafts: Drafts::new(endpoint),
            ..Self::default()
        }
    }

    /// Puts texts into the start panel's fields, as if they were typed. A token comes before an app key.
    pub fn prefill(
        &mut self,
        token: Option<&str>,
        app_key: Option<(&str, &str)>,
        ids: Option<String>,
    ) {
        let credentials = &mut self.drafts.credentials;
        match (token, app_key) {
            (Some(token), _) => credentials.set_token(token),
            (None, Some((key, security))) => credentials.set_key(key, security),
            (None, None) => {}
        }
        if let Some(ids) = ids {
            self.drafts.set_ids(ids);
        }
    }

    /// Takes the pixels out of what the background sent.
    pub fn take_pixels(&mut self, state: &State, event: &EngineEvent) {
        tile_edges::take(&mut self.thumbnails.edges, event);
        if state.shows_sheet() {
            sheet_tile::take(&mut self.grid.sheet.textures, event);
        }
        if let EngineEvent::Thumbnail {
            invoices,
            raster: Some(raster),
            ..
        } = event
        {
            self.take_thumbnail(state, invoices, raster);
        }
    }

    fn take_thumbnail(&mut self, state: &State, invoices: &[InvoiceNr], raster: &Arc<Raster>) {
        let found = |&nr: &InvoiceNr| state.library.get(nr)?.invoice.as_ref();
        if let Some(invoice) = invoices.iter().find_map(found) {
            let key = invoice.picture_key.clone();
            self.thumbnails
                .arrive(key, invoices.to_vec(), Arc::clone(raster));
        }
    }

    /// Invoices whose thumbnails were let go since the last call.
    pub fn take_dropped(&mut self) -> Vec<InvoiceNr> {
        std::mem::take(&mut self.dropped)
    }

    /// Brings a tile into view.
    pub fn reveal(&mut self, nr: InvoiceNr) {
        self.grid.reveal(nr);
    }

    /// Forgets everything of the review that was shown.
    pub fn clear(&mut self) {
        self.thumbnails.clear();
        self.viewer.tiles.clear();
        self.grid = Grid::default();
        self.verdicts = VerdictBar::default();
        self.top_bar = TopBar::default();
        self.go_to = GoTo::default();
        self.handing_over.clear();
        self.drafts.clear_ids();
    }

    /// Puts what a review was of into the fields of the start page.
    pub fn refill(&mut self, endpoint: &Endpoint, ids: &str) {
        self.drafts.endpoint = endpoint.to_string();
        self.drafts.set_ids(ids.to_owned());
    }

    /// What the user looks at, as of the last frame.
    pub fn interest(&self, state: &State) -> Interest {
        if state.screen == Screen::Start {
            return Interest::default();
        }
        let (visible, ahead) = self.grid_interest(state);
        let open = state.viewer.as_ref().map(|viewer| viewer.nr);
        let neighbours = state.neighbours();
        let wanted = || open.iter().chain(&neighbours).copied();
        let originals = state.wanted_originals();
        let mut interest = Interest {
            held_originals: state.held_originals(&originals),
            originals,
            held: wanted().filter(|&nr| state.has_picture(nr)).collect(),
            fields: wanted()
                .filter(|&nr| state.library.wants_fields(nr))
                .collect(),
            visible,
            ahead,
            open,
            neighbours,
            of_open: self.of_open(state),
            of_visible: Vec::new(),
        };
        if open.is_none() && self.grid.shows_edges(state) {
            let visible = interest.visible.clone();
            tile_edges::ask_for(&mut interest, state, &visible, &self.thumbnails.edges);
        }
        if state.shows_sheet() {
            interest.of_visible = self.grid.sheet.wanted().to_vec();
        }
        interest
    }

    /// The nearest page that is lacking, then what of the shown one is wanted sharper, then other pages.
    fn of_open(&self, state: &State) -> Vec<Pixels> {
        let mut pages = state.lacking_pages().into_iter().map(Pixels::Page);
        let parts = self.viewer.lacking_parts(state);
        let nearest = pages.next();
        nearest
            .into_iter()
            .chain(parts.into_iter().map(Pixels::Part))
            .chain(pages)
            .collect()
    }

    fn grid_interest(&self, state: &State) -> (Vec<InvoiceNr>, Vec<InvoiceNr>) {
        let shown = state.listing.shown();
        self.grid.interest(shown, self.thumbnails.capacity())
    }

    /// What the last frame showed.
    pub fn drawn(&self, state: &State) -> FrameShown {
        if state.viewer.is_some() {
            return FrameShown {
                open: self.viewer.drawn,
                is_settled: self.viewer.drawn == OpenPicture::Full,
                ..FrameShown::default()
            };
        }
        self.grid.drawn()
    }

    /// Takes an event of the frame before anything is drawn: what it asks for, carried out at once, decides about the
    /// next event, and shows in the same frame.
    pub fn key(&mut self, ui: &Ui, state: &State, event: Event) -> Vec<Action> {
        let is_for_us = state.screen == Screen::Review || keys::means_no_text(&event);
        if !is_for_us || self.go_to.is_open() {
            ui.input_mut(|input| input.events.push(event));
            return Vec::new();
        }
        let shape = GridShape {
            columns: self.grid.columns(),
            tiles_per_page: self.grid.tiles_per_page(),
        };
        self.follow_keys(state);
        let requests = keys::pressed(ui.ctx(), state, &self.keymap, shape, event);
        self.carry_out_all(ui, state, requests)
    }

    fn carry_out_all(&mut self, ui: &Ui, state: &State, requests: Vec<Request>) -> Vec<Action> {
        let requests = requests
            .into_iter()
            .map(|it| sight::in_time(&mut self.grid, state, &self.thumbnails, it));
        let requests: Vec<Request> = requests.flatten().collect();
        let actions = requests.into_iter().map(|it| self.carry_out(ui, it));
        actions.flatten().collect()
    }

    fn follow_keys(&mut self, state: &State) {
        Arc::make_mut(&mut self.keymap).follow(&state.settings.keys);
    }

    /// What is given on the start page to be let in, and where; it is gone from there then.
    pub fn take_credentials(&mut self, state: &State) -> Option<(Endpoint, Credentials)> {
        let endpoint = self.drafts.parsed_endpoint()?;
        let credentials = match kept(state, &self.drafts.credentials, Some(&endpoint)) {
            Some(saved) => saved.credentials.clone(),
            None => self.drafts.credentials.take()?,
        };
        Some((endpoint, credentials))
    }

    /// Forgets what would let in elsewhere: what is asked for from now on is for this platform.
    pub fn keep_credentials_for(&mut self, endpoint: &Endpoint) {
        if self.drafts.parsed_endpoint().as_ref() != Some(endpoint) {
            self.drafts.credentials = CredentialDrafts::default();
        }
    }

    /// Does what only the drawing has to do with; the rest comes back.
    fn carry_out(&mut self, ui: &Ui, request: Request) -> Option<Action> {
        match request {
            Request::Nothing => {}
            Request::Action(action) => return Some(action),
            Request::Zoom(zoom) => self.viewer.zoom = Some(zoom.after(self.viewer.zoom)),
            Request::FocusSearch => self.top_bar.focuses_search = true,
            Request::GoTo => self.go_to.ask(),
            Request::Token(text) => self.drafts.credentials.set_token(&text),
            Request::Copy(text, notice) => {
                widgets::copy(ui, &text);
                return Some(notice);
            }
        }
        None
    }

    /// Takes what is held down or turned in this frame.
    pub fn held(&mut self, ui: &Ui, state: &State) -> Option<Action> {
        if state.screen != Screen::Review {
            return None;
        }
        self.viewer.hides_overlay =
            keys::is_held(ui.ctx(), state, &self.keymap, Command::PeekBelow);
        self.viewer.enlarges_edges =
            keys::is_held(ui.ctx(), state, &self.keymap, Command::EnlargeEdges);
        keys::tile_size(ui.ctx(), state)
    }

    /// Draws everything; what the user asked for comes back.
    pub fn ui(&mut self, ui: &mut Ui, state: &State, locale: &Locale) -> Vec<Action> {
        let mut actions = Vec::new();
        let palette = theme::palette(ui.ctx());
        let mut requests = Vec::new();
        self.follow_keys(state);
        let keymap = Arc::clone(&self.keymap);
        let mut cx = Cx {
            keymap: &keymap,
            locale,
            judge: state.judging.user(),
            palette: &palette,
            actions: &mut actions,
            requests: &mut requests,
        };
        drop_ui::dropped_files(ui, &mut cx);
        self.viewer.note.keep_of_left(&mut cx, state);
        let is_narrow = ui.ctx().content_rect().width() < NARROW;
        match state.room {
            Room::Narrow { .. } if !is_narrow => cx.push(Action::Resized(Room::Wide)),
            Room::Wide if is_narrow => cx.push(Action::Resized(Room::Narrow {
                is_drawer_open: false,
            })),
            Room::Narrow { .. } | Room::Wide => {}
        }
        match state.screen {
            Screen::Start => self.start_ui(ui, &mut cx, state),
            Screen::Review => self.review_ui(ui, &mut cx, state),
        }
        // As on the start page, where nothing is to come yet.
        if state.library.is_complete() {
            self.warm_up.paint(ui.painter());
        }
        if state.screen == Screen::Review {
            self.go_to.ui(ui, &mut cx, state);
        }
        drop_ui::drop_hint_ui(ui, &cx);
        if let Some(leaving) = state.leaving {
            leaving_ui::leaving_ui(ui, &mut cx, state, leaving);
        }
        if let Some(question) = &state.selection.question {
            question_ui::question_ui(ui, &mut cx, question);
        }
        self.handing_over.ui(ui, &mut cx, state);
        if state.shows_help {
            help_ui::help_ui(ui, &mut cx);
        }
        if let Some(page) = state.settings_page {
            self.settings.ui(ui, &mut cx, state, page);
        }
        actions.extend(self.carry_out_all(ui, state, requests));
        if state.shows_sheet() && state.screen == Screen::Review {
            let sight = sight::sight(&self.grid, state, &self.thumbnails);
            if sight != state.sight {
                actions.push(Action::Selecting(SelectAction::InSight(sight)));
            }
        }
        actions
    }

    fn start_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        start_ui::take_long_paste(ui, cx, &mut self.drafts);
        let frame = Frame::new().fill(cx.palette.window).inner_margin(12);
        egui::CentralPanel::default().frame(frame).show(ui, |ui| {
            ui.with_layout(egui::Layout::right_to_left(egui::Align::Min), |ui| {
                ui.set_height(theme::CONTROL_HEIGHT);
                widgets::command_button(ui, cx, state, Command::Settings);
                originals_ui::button_ui(ui, cx, state);
                join_ui::button_ui(ui, cx, state);
            });
            let lane = ui.available_rect_before_wrap();
            start_ui::start_ui(ui, cx, state, &mut self.drafts);
            let lane = Lane::Top(lane);
            self.notices.ui(ui, cx, state, &mut self.drafts, lane);
        });
        self.joining.ui(ui, cx, state, &mut self.drafts);
    }

    fn review_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) {
        // The open picture takes half of what there is at most, thumbnails what it leaves. None is open: none is kept.
        let textures = state.settings.memory.textures_bytes();
        let of_open = state.viewer.as_ref().map_or(0, |_| textures / 2);
        self.viewer.tiles.set_budget(of_open);
        let left = textures.saturating_sub(self.viewer.tiles.held_bytes());
        self.thumbnails.set_budget(left);
        let mut uploaded = self.thumbnails.upload(ui.ctx(), UPLOAD_BYTES_PER_FRAME);
        let edges = &mut self.thumbnails.edges;
        uploaded += edges.upload(ui.ctx(), UPLOAD_BYTES_PER_FRAME.saturating_sub(uploaded));
        let parts = &mut self.grid.sheet.textures;
        uploaded += parts.upload(ui.ctx(), UPLOAD_BYTES_PER_FRAME.saturating_sub(uploaded));
        self.viewer
            .tiles
            .begin_frame(OPEN_BYTES_PER_FRAME.saturating_sub(uploaded).max(1));
        let bar = widgets::bar(cx.palette);
        if state.viewer.is_none() {
            let tools = Panel::top("top bar")
                .frame(bar)
                .exact_size(TOOLBAR_HEIGHT)
                .show(ui, |ui| self.top_bar.ui(ui, cx, state));
            tooltip::keep_clear(ui.ctx(), "tools", tools.response.rect);
        }
        let verdicts = Panel::bottom("verdicts")
            .frame(VerdictBar::frame(ui.ctx(), cx.palette))
            .exact_size(VerdictBar::height(ui.ctx()))
            .resizable(false)
            .show(ui, |ui| self.verdicts.ui(ui, cx, state));
        tooltip::keep_clear(ui.ctx(), "verdicts", verdicts.response.rect);
        let area = ui.available_rect_before_wrap();
        let lane = if state.viewer.is_some() {
            egui::CentralPanel::default()
                .frame(Frame::NONE)
                .show(ui, |ui| self.viewer.ui(ui, cx, state, &mut self.thumbnails));
            Lane::Top(area)
        } else {
            let tiles = self.grid_ui(ui, cx, state);
            if state.shows_sheet() {
                Lane::Top(tiles)
            } else {
                Lane::Bottom(tiles)
            }
        };
        self.notices.ui(ui, cx, state, &mut self.drafts, lane);
        let (visible, ahead) = self.grid_interest(state);
        let wanted = visible.len() + ahead.len();
        if self.grid.shows_edges(state) {
            self.thumbnails.edges.evict(visible.len());
        } else {
            self.thumbnails.edges.clear();
        }
        if state.sheet.is_on {
            self.grid.sheet.textures.evict(2 * visible.len());
        } else {
            self.grid.sheet.textures.clear();
        }
        self.dropped.extend(self.thumbnails.evict(wanted));
    }

    /// Where the tiles are comes back: what is said over them hides no filter.
    fn grid_ui(&mut self, ui: &mut Ui, cx: &mut Cx<'_>, state: &State) -> Rect {
        let panel = Frame::new().fill(cx.palette.panel);
        if state.settings.shows_filters {
            if ui.content_rect().width() < filter_ui::COLUMN_WIDTH {
                Panel::top("filter chips")
                    .frame(panel.inner_margin(egui::Margin::symmetric(12, 2)))
                    .show(ui, |ui| filter_ui::chips_ui(ui, cx, state));
            } else {
                Panel::left("filters")
                    .frame(panel.inner_margin(8))
                    .default_size(220.0)
                    .size_range(150.0..=320.0)
                    .show(ui, |ui| filter_ui::column_ui(ui, cx, state));
            }
        }
        let tiles = ui.available_rect_before_wrap();
        // The window is of its colour already, see [`theme::background`].
        egui::CentralPanel::default()
            .frame(Frame::NONE)
            .show(ui, |ui| self.grid.ui(ui, cx, state, &mut self.thumbnails));
        tiles
    }

    /// Shows the text of a dropped file in the box.
    pub fn show_ids(&mut self, text: &str) {
        self.drafts.set_ids(text.to_owned());
    }
}
