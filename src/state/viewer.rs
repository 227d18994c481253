//! The open invoice and how it is looked at.

use crate::geometry::{Orientation, PageBox, PageVector, QuarterTurn, UiBox, Viewport};
use crate::model::InvoiceNr;
use crate::review::Entry;

use super::State;
use super::action::{Effect, ViewerAction};
use super::focus::{open, release_pictures};

/// What the viewer shows. Turning and zooming change the look, never a stored number.
#[derive(Clone, Debug)]
pub struct Viewer {
    pub nr: InvoiceNr,
    pub framing: Framing,
    pub turn: QuarterTurn,
    pub shows_overlay: bool,
    /// Of a document the page that is shown, counted from 0.
    pub page: u32,
    /// Whether the delivered crop is shown although the page's original is here.
    pub shows_crop: bool,
}

impl Viewer {
    pub(super) fn new(nr: InvoiceNr, look: ViewerLook) -> Self {
        Self {
            nr,
            framing: look.framing,
            turn: look.turn,
            shows_overlay: true,
            page: 0,
            shows_crop: false,
        }
    }

    /// Shows another invoice, framed on its own region, or as `look` says.
    pub(super) fn show(&mut self, nr: InvoiceNr, look: ViewerLook) {
        if self.nr != nr {
            self.nr = nr;
            self.page = 0;
            self.framing = look.framing;
            self.turn = look.turn;
        }
    }

    /// Shows another page of the document, looked at afresh.
    pub(super) fn show_page(&mut self, page: u32) {
        if self.page != page {
            self.page = page;
            // Its size may be another, and no region is on it.
            self.framing = Framing::Whole;
        }
    }

    /// Changes the look. Steps to other invoices and settings are not its business.
    pub(super) fn look(&mut self, action: &ViewerAction) {
        match action {
            ViewerAction::Fit => self.framing = Framing::Whole,
            ViewerAction::FitRegion => self.framing = Framing::Region,
            ViewerAction::Look(nr, viewport) if *nr == self.nr => {
                self.framing = Framing::Free(*viewport);
            }
            ViewerAction::Turn(turn) => self.turn = self.turn.then(*turn),
            ViewerAction::ToggleOverlay => self.shows_overlay = !self.shows_overlay,
            ViewerAction::ToggleCrop => self.shows_crop = !self.shows_crop,
            ViewerAction::Look(..)
            | ViewerAction::Step(_)
            | ViewerAction::StepOnPage(_)
            | ViewerAction::TurnPage(_)
            | ViewerAction::ToggleLock
            | ViewerAction::ToggleDim => {}
        }
    }
}

/// The part of the page that the viewer shows as a whole.
#[derive(Clone, Copy, Debug, PartialEq)]
pub enum Framing {
    /// All that is known of the page.
    Whole,
    /// The region with a margin.
    Region,
    /// What the user chose by hand.
    Free(Viewport),
    /// As another ticket was looked at: so far from the region's middle, in page pixels, at this zoom.
    Beside { offset: PageVector, zoom: f64 },
}

/// How a ticket is looked at, as far as it means something for another one.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct ViewerLook {
    framing: Framing,
    turn: QuarterTurn,
}

impl Default for ViewerLook {
    fn default() -> Self {
        Self {
            framing: Framing::Region,
            turn: QuarterTurn::None,
        }
    }
}

impl Framing {
    /// The viewport for this framing, given what there is to show.
    pub fn viewport(
        self,
        whole: PageBox,
        region: Option<PageBox>,
        canvas: UiBox,
        turn: Orientation,
    ) -> Viewport {
        let short = canvas.width().min(canvas.height());
        match self {
            // How the page lies may be learnt after it was looked at.
            Self::Free(viewport) => Viewport { turn, ..viewport },
            Self::Whole => Viewport::fit(whole, canvas, turn, WHOLE_MARGIN * short),
            Self::Region => {
                let shown = region.map(with_margin);
                let margin = shown.map_or(WHOLE_MARGIN * short, |_| 0.0);
                Viewport::fit(shown.unwrap_or(whole), canvas, turn, margin)
            }
            Self::Beside { offset, zoom } => Viewport {
                centre: region.unwrap_or(whole).center() + offset,
                zoom,
                turn,
            },
        }
    }
}

/// Free space around the whole page, as a part of the canvas's shorter side.
const WHOLE_MARGIN: f64 = 0.04;
/// Space around the region, so that what lies just outside is seen, as a part of its sides.
const REGION_MARGIN: f64 = 0.12;

fn with_margin(region: PageBox) -> PageBox {
    region.inflate(
        region.width() * REGION_MARGIN,
        region.height() * REGION_MARGIN,
    )
}

impl State {
    /// How the open ticket is looked at, for the next one.
    fn look(&self) -> Option<ViewerLook> {
        let viewer = self.viewer.as_ref()?;
        let framing = match viewer.framing {
            Framing::Free(viewport) => {
                let located = self.shown_entry(viewer.nr)?.located.as_ref();
                let region = located.and_then(|located| located.region.as_ref());
                let centre = region.map(|region| region.page.center());
                Framing::Beside {
                    offset: centre.map_or_else(PageVector::zero, |it| viewport.centre - it),
                    zoom: viewport.zoom,
                }
            }
            framing => framing,
        };
        Some(ViewerLook {
            framing,
            turn: viewer.turn,
        })
    }

    /// The look that the next ticket gets: its own, unless the view is locked.
    pub(super) fn next_look(&mut self) -> ViewerLook {
        if self.locked_look.is_none() {
            return ViewerLook::default();
        }
        // With the viewer closed, it is as it was left.
        if let Some(look) = self.look() {
            self.locked_look = Some(look);
        }
        self.locked_look.unwrap_or_default()
    }

    /// With the view locked, the next ticket is looked at as this one is, also where its rectangle is not what it was.
    pub(super) fn hold_look(&mut self) {
        let look = self.next_look();
        if let Some(viewer) = &mut self.viewer {
            viewer.framing = look.framing;
        }
    }

    fn toggle_lock(&mut self) {
        self.locked_look = match self.locked_look {
            Some(_) => None,
            None => self.look(),
        };
    }
}

/// Carries out what happens in the viewer, if it is open.
pub(super) fn update(state: &mut State, action: &ViewerAction) -> Vec<Effect> {
    let Some(nr) = state.viewer.as_ref().map(|it| it.nr) else {
        return Vec::new();
    };
    match action {
        ViewerAction::ToggleLock => {
            state.toggle_lock();
            Vec::new()
        }
        ViewerAction::Step(steps) => {
            state.refresh();
            match state.listing.step(state.stands_at(), *steps) {
                Some(nr) => open(state, nr),
                None => Vec::new(),
            }
        }
        ViewerAction::StepOnPage(steps) => {
            let members = state.library.on_same_page(nr);
            let next = members
                .iter()
                .position(|&member| member == nr)
                .and_then(|position| position.checked_add_signed(*steps))
                .and_then(|position| members.get(position).copied());
            next.map_or_else(Vec::new, |nr| open(state, nr))
        }
        ViewerAction::TurnPage(steps) => turn_page(state, nr, *steps),
        ViewerAction::ToggleDim => {
            state.settings.dims_outside = !state.settings.dims_outside;
            Vec::new()
        }
        _ => {
            if let Some(viewer) = &mut state.viewer {
                viewer.look(action);
            }
            Vec::new()
        }
    }
}

fn turn_page(state: &mut State, nr: InvoiceNr, steps: isize) -> Vec<Effect> {
    let count = state.library.get(nr).map_or(1, Entry::page_count);
    if count < 2 {
        return update(state, &ViewerAction::Step(steps));
    }
    if let Some(viewer) = &mut state.viewer {
        let page = (viewer.page as usize).saturating_add_signed(steps);
        viewer.show_page((page as u32).min(count - 1));
    }
    release_pictures(state);
    Vec::new()
}
