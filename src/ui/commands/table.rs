//! The table of commands: everything about one of them is said in its entry.

use egui::{Key, Modifiers, vec2};

use crate::geometry::QuarterTurn;
use crate::model::{Reason, Stamp, Verdict};
use crate::review::Stage;
use crate::state::{
    Action, FieldAction, HandOverPage, JudgeAction, Move, RegionAction, RegionPart, SelectAction,
    SettingsPage, SheetAction, State, ViewerAction,
};

use super::does::{
    can_clear, copy_id, extend, is_stopped, judge, judging, look, paste, screens, select,
    selecting, show, suspicious_first,
};
use super::trigger::{ctrl, key, shift};
use super::{Place, Request, Spec, Trigger, region};
use crate::ui::kit::icons;
use crate::ui::viewer::zoom::{ZOOM_STEP, Zoom};

/// Points that a panning key moves the page by.
const PAN_STEP: f32 = 60.0;

macro_rules! commands {
    ($($name:ident { $($field:ident: $value:expr,)+ })+) => {
        /// A command, by what it does.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
        pub enum Command {
            $($name,)+
        }

        impl Command {
            pub const ALL: &[Self] = &[$(Self::$name),+];

            /// What it is called in the settings' file.
            pub fn id(self) -> &'static str {
                match self {
                    $(Self::$name => stringify!($name),)+
                }
            }

            pub(super) fn spec(self) -> &'static Spec {
                match self {
                    $(Self::$name => const { &Spec { $($field: $value,)+ ..Spec::DEFAULT } },)+
                }
            }
        }
    };
}

commands! {
    // While a region is corrected: first, as its keys mean nothing else then
    MoveBottomRight {
        help: "help-edit-far",
        triggers: &region::arrows(Modifiers::COMMAND),
        place: Place::Editing,
        does: |it| region::push(it, RegionPart::Far),
    }
    MoveTopLeft {
        help: "help-edit-near",
        triggers: &region::arrows(Modifiers::ALT),
        place: Place::Editing,
        does: |it| region::push(it, RegionPart::Near),
    }
    MoveRegion {
        help: "help-edit-move",
        triggers: &region::arrows(Modifiers::NONE),
        place: Place::Editing,
        does: |it| region::push(it, RegionPart::Whole),
    }
    SnapRegion {
        name: "region-snap",
        help: "help-edit-snap",
        triggers: &[key(Key::T)],
        place: Place::Editing,
        does: region::snap,
    }
    KeepRegion {
        name: "region-keep",
        help: "help-edit-keep",
        triggers: &[Trigger::Unfocused(Key::Enter)],
        place: Place::Editing,
        does: |_| region::ask(RegionAction::Keep(Stamp::now())),
    }
    GiveUpRegion {
        name: "region-give-up",
        help: "help-edit-give-up",
        triggers: &[key(Key::Escape)],
        place: Place::Editing,
        does: |_| region::ask(RegionAction::GiveUp),
    }

    // Before all that has its key alone.
    GoTo {
        name: "go-to",
        help: "help-go-to",
        icon: icons::GO_TO,
        triggers: &[ctrl(Key::G)],
        does: |_| Request::GoTo,
    }

    // Grid
    SelectNext {
        name: "key-next",
        help: "help-grid-move",
        triggers: &[key(Key::ArrowRight), key(Key::D)],
        place: Place::Grid,
        does: |_| select(Move::By(1)),
    }
    SelectPrevious {
        name: "key-previous",
        help: "help-grid-move",
        triggers: &[key(Key::ArrowLeft), key(Key::A)],
        place: Place::Grid,
        does: |_| select(Move::By(-1)),
    }
    SelectBelow {
        name: "key-below",
        help: "help-grid-move",
        triggers: &[key(Key::ArrowDown)],
        place: Place::Grid,
        does: |it| select(Move::By(it.grid.columns as isize)),
    }
    SelectAbove {
        name: "key-above",
        help: "help-grid-move",
        triggers: &[key(Key::ArrowUp)],
        place: Place::Grid,
        does: |it| select(Move::By(-(it.grid.columns as isize))),
    }
    ScreenUp {
        name: "key-screen-up",
        help: "help-grid-screens",
        triggers: &[key(Key::PageUp)],
        place: Place::Grid,
        does: |it| screens(it, -1),
    }
    ScreenDown {
        name: "key-screen-down",
        help: "help-grid-screens",
        triggers: &[key(Key::PageDown)],
        place: Place::Grid,
        does: |it| screens(it, 1),
    }
    SelectFirst {
        name: "key-first",
        help: "help-grid-screens",
        triggers: &[key(Key::Home)],
        place: Place::Grid,
        does: |_| select(Move::First),
    }
    SelectLast {
        name: "key-last",
        help: "help-grid-screens",
        triggers: &[key(Key::End)],
        place: Place::Grid,
        does: |_| select(Move::Last),
    }
    Open {
        help: "help-open",
        triggers: &[Trigger::Unfocused(Key::Enter), key(Key::G)],
        place: Place::Grid,
        when: |state| state.current.is_some(),
        does: |it| it.state.current.map_or(Request::Nothing, |nr| Request::Action(Action::Open(nr))),
    }
    Search {
        help: "help-search",
        triggers: &[ctrl(Key::F), key(Key::Slash)],
        place: Place::Grid,
        does: |_| Request::FocusSearch,
    }
    Export {
        name: "export",
        help: "help-export",
        icon: icons::EXPORT,
        triggers: &[ctrl(Key::S)],
        when: |state| !state.library.is_empty(),
        does: |_| show(HandOverPage::Export),
    }
    Figures {
        name: "figures",
        help: "help-figures",
        icon: icons::FIGURES,
        triggers: &[ctrl(Key::I)],
        when: |state| !state.library.is_empty(),
        does: |_| show(HandOverPage::Figures),
    }
    Team {
        name: "team",
        icon: icons::SHARE,
        when: |state| state.judging.is_in_database(),
        does: |_| show(HandOverPage::Team),
    }
    Share {
        name: "share",
        icon: icons::SHARE,
        when: |state| !state.library.is_empty() && !state.judging.is_in_database(),
        does: |_| show(HandOverPage::Share),
    }
    NewReview {
        name: "top-new",
        icon: icons::LISTS,
        place: Place::Grid,
        does: |_| Request::Action(Action::NewReview),
    }

    // Viewer
    Next {
        name: "viewer-next",
        help: "help-step",
        icon: icons::NEXT,
        triggers: &[key(Key::ArrowRight), key(Key::ArrowDown), key(Key::D)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::Step(1)),
    }
    Previous {
        name: "viewer-previous",
        help: "help-step",
        icon: icons::PREVIOUS,
        triggers: &[key(Key::ArrowLeft), key(Key::ArrowUp), key(Key::A)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::Step(-1)),
    }
    NextOnPage {
        name: "key-next-on-page",
        help: "help-page",
        triggers: &[key(Key::CloseBracket)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::StepOnPage(1)),
    }
    PreviousOnPage {
        name: "key-previous-on-page",
        help: "help-page",
        triggers: &[key(Key::OpenBracket)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::StepOnPage(-1)),
    }
    NextPage {
        name: "viewer-page-next",
        help: "help-pages",
        icon: icons::DOWN,
        triggers: &[key(Key::PageDown)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::TurnPage(1)),
    }
    PreviousPage {
        name: "viewer-page-previous",
        help: "help-pages",
        icon: icons::UP,
        triggers: &[key(Key::PageUp)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::TurnPage(-1)),
    }
    Close {
        name: "viewer-back",
        help: "help-close",
        icon: icons::GRID,
        triggers: &[key(Key::Escape), key(Key::G)],
        place: Place::Viewer,
        does: |_| Request::Action(Action::CloseViewer),
    }
    Fit {
        name: "viewer-fit",
        help: "help-fit",
        icon: icons::FIT,
        triggers: &[key(Key::F), ctrl(Key::Num0)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::Fit),
    }
    FitRegion {
        name: "viewer-zoom-region",
        help: "help-region",
        icon: icons::FIT_REGION,
        triggers: &[key(Key::Z)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::FitRegion),
    }
    LockView {
        name: "viewer-lock",
        help: "help-lock",
        icon: icons::LOCK,
        triggers: &[key(Key::L)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::ToggleLock),
    }
    ActualSize {
        name: "viewer-actual-size",
        help: "help-actual",
        triggers: &[ctrl(Key::Num1)],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::ActualSize),
    }
    ZoomIn {
        name: "viewer-zoom-in",
        help: "help-zoom",
        icon: icons::ZOOM_IN,
        triggers: &[
            Trigger::Key(Modifiers::NONE, Key::Plus),
            Trigger::Alias(Modifiers::COMMAND, Key::Plus),
            Trigger::Alias(Modifiers::NONE, Key::Equals),
            Trigger::Alias(Modifiers::COMMAND, Key::Equals),
        ],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::By(ZOOM_STEP)),
    }
    ZoomOut {
        name: "viewer-zoom-out",
        help: "help-zoom",
        icon: icons::ZOOM_OUT,
        triggers: &[key(Key::Minus), Trigger::Alias(Modifiers::COMMAND, Key::Minus)],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::By(1.0 / ZOOM_STEP)),
    }
    PanLeft {
        name: "key-pan-left",
        help: "help-pan",
        triggers: &[ctrl(Key::ArrowLeft)],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::Pan(vec2(PAN_STEP, 0.0))),
    }
    PanRight {
        name: "key-pan-right",
        help: "help-pan",
        triggers: &[ctrl(Key::ArrowRight)],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::Pan(vec2(-PAN_STEP, 0.0))),
    }
    PanUp {
        name: "key-pan-up",
        help: "help-pan",
        triggers: &[ctrl(Key::ArrowUp)],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::Pan(vec2(0.0, PAN_STEP))),
    }
    PanDown {
        name: "key-pan-down",
        help: "help-pan",
        triggers: &[ctrl(Key::ArrowDown)],
        place: Place::Viewer,
        does: |_| Request::Zoom(Zoom::Pan(vec2(0.0, -PAN_STEP))),
    }
    TurnLeft {
        name: "viewer-rotate-left",
        help: "help-rotate",
        icon: icons::ROTATE_CCW,
        triggers: &[shift(Key::R)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::Turn(QuarterTurn::Left)),
    }
    TurnRight {
        name: "viewer-rotate-right",
        help: "help-rotate",
        icon: icons::ROTATE_CW,
        triggers: &[key(Key::R)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::Turn(QuarterTurn::Right)),
    }
    PeekBelow {
        help: "help-hide",
        triggers: &[Trigger::Held(Key::H)],
        place: Place::Viewer,
    }
    ToggleOverlay {
        name: "viewer-overlay",
        help: "help-hide",
        icon: icons::EYE,
        triggers: &[shift(Key::H)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::ToggleOverlay),
    }
    ToggleDim {
        name: "viewer-dim",
        help: "help-dim",
        icon: icons::CONTRAST,
        triggers: &[key(Key::B)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::ToggleDim),
    }
    ToggleCrop {
        name: "viewer-original",
        help: "help-crop",
        icon: icons::PAGE,
        triggers: &[key(Key::C)],
        place: Place::Viewer,
        does: |_| look(ViewerAction::ToggleCrop),
    }
    EditRegion {
        name: "region-edit",
        help: "help-edit",
        icon: icons::EDIT_REGION,
        triggers: &[key(Key::E)],
        place: Place::Viewer,
        does: |_| region::ask(RegionAction::Edit(Stamp::now())),
    }
    RevertRegion {
        name: "region-revert",
        help: "help-edit-revert",
        triggers: &[key(Key::Delete)],
        place: Place::Viewer,
        does: |_| region::ask(RegionAction::Revert(Stamp::now())),
    }

    // Judging
    JudgeCorrect {
        name: "verdict-correct",
        help: "help-correct",
        icon: icons::CORRECT,
        triggers: &[Trigger::Digit(Key::Num1), Trigger::Unfocused(Key::Space), key(Key::P)],
        does: |it| judge(it, Verdict::Correct),
    }
    JudgeWrong {
        name: "verdict-wrong",
        help: "help-wrong",
        icon: icons::WRONG,
        triggers: &[Trigger::Digit(Key::Num2), key(Key::X)],
        does: |it| judge(it, Verdict::Wrong(None)),
    }
    JudgeCutOff {
        name: "reason-cut-off",
        help: "help-cut-off",
        triggers: &[Trigger::Digit(Key::Num3)],
        does: |it| judge(it, Verdict::Wrong(Some(Reason::CutOff))),
    }
    JudgeTooLoose {
        name: "reason-too-loose",
        help: "help-too-loose",
        triggers: &[Trigger::Digit(Key::Num4)],
        does: |it| judge(it, Verdict::Wrong(Some(Reason::TooLoose))),
    }
    JudgeWrongTicket {
        name: "reason-wrong-ticket",
        help: "help-wrong-ticket",
        triggers: &[Trigger::Digit(Key::Num5)],
        does: |it| judge(it, Verdict::Wrong(Some(Reason::WrongTicket))),
    }
    JudgeUnreadable {
        name: "reason-unreadable",
        help: "help-unreadable",
        triggers: &[Trigger::Digit(Key::Num6)],
        does: |it| judge(it, Verdict::Wrong(Some(Reason::Unreadable))),
    }
    JudgeOther {
        name: "reason-other",
        help: "help-other",
        triggers: &[Trigger::Digit(Key::Num8)],
        does: |_| judging(JudgeAction::AskReason),
    }
    JudgeUnsure {
        name: "verdict-unsure",
        help: "help-unsure",
        icon: icons::UNSURE,
        triggers: &[Trigger::Digit(Key::Num7)],
        does: |it| judge(it, Verdict::Unsure),
    }
    ClearVerdict {
        name: "verdict-clear",
        help: "help-clear",
        icon: icons::CLEAR,
        triggers: &[Trigger::Digit(Key::Num0), key(Key::U)],
        when: can_clear,
        does: |_| judging(JudgeAction::Clear(Stamp::now())),
    }
    PreviousUnjudged {
        name: "key-previous-unjudged",
        help: "help-unjudged",
        triggers: &[shift(Key::N)],
        does: |_| judging(JudgeAction::PreviousUnjudged),
    }
    NextUnjudged {
        name: "key-next-unjudged",
        help: "help-unjudged",
        triggers: &[key(Key::N)],
        does: |_| judging(JudgeAction::NextUnjudged),
    }
    LastJudged {
        help: "help-last-judged",
        triggers: &[key(Key::Backspace)],
        does: |_| judging(JudgeAction::LastJudged),
    }
    Redo {
        name: "verdict-redo",
        help: "help-undo",
        icon: icons::REDO,
        triggers: &[
            Trigger::Key(Modifiers::COMMAND.plus(Modifiers::SHIFT), Key::Z),
            ctrl(Key::Y),
        ],
        when: State::can_redo,
        does: |_| judging(JudgeAction::Redo(Stamp::now())),
    }
    Undo {
        name: "verdict-undo",
        help: "help-undo",
        icon: icons::UNDO,
        triggers: &[ctrl(Key::Z)],
        when: State::can_undo,
        does: |_| judging(JudgeAction::Undo(Stamp::now())),
    }
    Note {
        name: "verdict-note",
        help: "help-note",
        icon: icons::NOTE,
        triggers: &[key(Key::M)],
        when: |state| state.looked_at().is_some(),
        does: |_| judging(JudgeAction::AskNote),
    }
    MarkField {
        name: "field-mark",
        help: "help-field",
        icon: icons::WRONG,
        triggers: &[key(Key::V)],
        place: Place::Viewer,
        does: |_| Request::Action(Action::Field(FieldAction::Choose)),
    }

    // Both
    EnlargeEdges {
        help: "help-edges",
        triggers: &[Trigger::Held(Key::K)],
        place: Place::Viewer,
    }
    ToggleLens {
        name: "viewer-lens",
        help: "help-lens",
        icon: icons::REGION,
        triggers: &[shift(Key::K)],
        does: |_| Request::Action(Action::ToggleLens),
    }
    CopyId {
        name: "menu-copy-id",
        help: "help-copy",
        icon: icons::COPY,
        triggers: &[Trigger::Copy],
        when: |state| state.looked_at().is_some(),
        does: copy_id,
    }
    Paste {
        help: "help-paste",
        triggers: &[Trigger::Paste],
        does: paste,
    }
    RetryFailed {
        name: "status-retry",
        icon: icons::RETRY,
        help: "help-retry",
        triggers: &[key(Key::F5)],
        when: |state| {
            let library = &state.library;
            library.count(Stage::Failed) + library.count_unreadable() + state.bills.failed().len() > 0
        },
        does: |_| Request::Action(Action::RetryFailed),
    }
    Pause {
        name: "status-pause",
        icon: icons::PAUSE,
        when: |state| !is_stopped(state) && !state.library.is_complete(),
        does: |_| Request::Action(Action::TogglePause),
    }
    Resume {
        name: "status-resume",
        icon: icons::PLAY,
        when: is_stopped,
        does: |_| Request::Action(Action::TogglePause),
    }
    ToggleFilters {
        name: "top-filters",
        help: "help-panels",
        icon: icons::PANEL_LEFT,
        triggers: &[key(Key::F8)],
        does: |_| Request::Action(Action::ToggleFilters),
    }
    ToggleDetails {
        name: "viewer-details",
        help: "help-panels",
        icon: icons::PANEL_RIGHT,
        triggers: &[key(Key::F9)],
        does: |_| Request::Action(Action::ToggleDetails),
    }
    Settings {
        name: "settings",
        help: "help-settings",
        icon: icons::SETTINGS,
        triggers: &[ctrl(Key::Comma)],
        does: |_| Request::Action(Action::ShowSettings(Some(SettingsPage::General))),
    }
    Help {
        name: "top-help",
        help: "help-keys",
        icon: icons::HELP,
        triggers: &[key(Key::F1), Trigger::Char("?"), Trigger::Char("？")],
        does: |_| Request::Action(Action::ToggleHelp),
    }

    // Several tickets at once
    ExtendNext {
        name: "key-extend-next",
        help: "help-select-range",
        triggers: &[shift(Key::ArrowRight)],
        place: Place::Grid,
        does: |_| extend(Move::By(1)),
    }
    ExtendPrevious {
        name: "key-extend-previous",
        help: "help-select-range",
        triggers: &[shift(Key::ArrowLeft)],
        place: Place::Grid,
        does: |_| extend(Move::By(-1)),
    }
    ExtendBelow {
        name: "key-extend-below",
        help: "help-select-range",
        triggers: &[shift(Key::ArrowDown)],
        place: Place::Grid,
        does: |it| extend(Move::By(it.grid.columns as isize)),
    }
    ExtendAbove {
        name: "key-extend-above",
        help: "help-select-range",
        triggers: &[shift(Key::ArrowUp)],
        place: Place::Grid,
        does: |it| extend(Move::By(-(it.grid.columns as isize))),
    }
    SelectAll {
        help: "help-select-all",
        triggers: &[ctrl(Key::A)],
        place: Place::Grid,
        does: |_| selecting(SelectAction::All),
    }
    SelectNothing {
        help: "help-select-nothing",
        triggers: &[key(Key::Escape)],
        place: Place::Grid,
        when: |state| !state.selection.is_empty(),
        does: |_| selecting(SelectAction::GiveUp),
    }
    SheetMode {
        name: "sheet-mode",
        help: "help-sheet",
        icon: icons::FIT_REGION,
        triggers: &[key(Key::S)],
        place: Place::Grid,
        does: |_| Request::Action(Action::Sheet(SheetAction::Toggle)),
    }
    SuspiciousFirst {
        name: "order-suspicious",
        help: "help-suspicious",
        icon: icons::WARNING,
        triggers: &[key(Key::O)],
        place: Place::Grid,
        does: |it| Request::Action(Action::SetOrder(suspicious_first(it.state))),
    }
    AcceptSheet {
        name: "sheet-accept-name",
        help: "help-accept",
        triggers: &[ctrl(Key::Enter)],
        place: Place::Grid,
        when: |state| state.shows_sheet(),
        does: |_| Request::Action(Action::Sheet(SheetAction::Accept(Stamp::now()))),
    }
}
