//! The icon font's characters, named by what they mean here rather than by what they show.
//!
//! A new line needs `scripts/cut-fonts.sh` run again, which keeps exactly the characters named in this file; the font as
//! it is may still have some that were named before.

// Window and settings
pub const SETTINGS: &str = "\u{e154}"; // settings
/// The light theme.
pub const SUN: &str = "\u{e178}"; // sun
/// The dark theme.
pub const MOON: &str = "\u{e11e}"; // moon
/// The theme of the system.
pub const MONITOR: &str = "\u{e11d}"; // monitor
pub const HELP: &str = "\u{e082}"; // circle-question-mark
pub const PANEL_LEFT: &str = "\u{e12a}"; // panel-left
pub const PANEL_RIGHT: &str = "\u{e431}"; // panel-right
pub const CLOSE: &str = "\u{e1b2}"; // x
/// The access token.
pub const KEY: &str = "\u{e4a3}"; // key-round
pub const LOCK: &str = "\u{e10b}"; // lock

// Moving about
pub const PREVIOUS: &str = "\u{e06e}"; // chevron-left
pub const NEXT: &str = "\u{e06f}"; // chevron-right
pub const UP: &str = "\u{e070}"; // chevron-up
pub const DOWN: &str = "\u{e06d}"; // chevron-down
/// Back to where one came from.
pub const BACK: &str = "\u{e048}"; // arrow-left
pub const SEARCH: &str = "\u{e151}"; // search
/// The lists of earlier days, and the way to another one.
pub const LISTS: &str = "\u{e106}"; // list
/// To a number in the list.
pub const GO_TO: &str = "#";
pub const SORT: &str = "\u{e37d}"; // arrow-up-down
pub const GRID: &str = "\u{e0ff}"; // layout-grid

// Viewer
pub const ZOOM_IN: &str = "\u{e1b6}"; // zoom-in
pub const ZOOM_OUT: &str = "\u{e1b7}"; // zoom-out
/// The whole page in the view.
pub const FIT: &str = "\u{e112}"; // maximize
/// Zoom to the region.
pub const FIT_REGION: &str = "\u{e537}"; // scan-search
pub const ROTATE_CW: &str = "\u{e149}"; // rotate-cw
pub const ROTATE_CCW: &str = "\u{e148}"; // rotate-ccw
/// Overlay shown.
pub const EYE: &str = "\u{e0ba}"; // eye
/// Overlay hidden.
pub const EYE_OFF: &str = "\u{e0bb}"; // eye-off
/// Dim what lies outside the region.
pub const CONTRAST: &str = "\u{e09d}"; // contrast
/// The rectangle that OCR found.
pub const REGION: &str = "\u{e1cb}"; // square-dashed
/// The region as the reviewer corrects it.
pub const EDIT_REGION: &str = "\u{e67c}"; // vector-square
/// The whole page instead of the crop.
pub const PAGE: &str = "\u{e0c0}"; // file
/// Other invoices on the same page.
pub const LAYERS: &str = "\u{e529}"; // layers

// Verdicts and findings
pub const CORRECT: &str = "\u{e06c}"; // check
pub const WRONG: &str = "\u{e1b2}"; // x
pub const UNSURE: &str = "\u{e082}"; // circle-question-mark
/// Still to be judged.
pub const UNJUDGED: &str = "\u{e4b0}"; // circle-dashed
/// The verdict is taken away.
pub const CLEAR: &str = "\u{e28f}"; // eraser
pub const UNDO: &str = "\u{e2a1}"; // undo-2
pub const REDO: &str = "\u{e2a0}"; // redo-2
pub const NOTE: &str = "\u{e303}"; // sticky-note
/// Reviews of earlier days.
pub const HISTORY: &str = "\u{e1f5}"; // history
pub const NOT_SAVED: &str = "\u{e5f3}"; // save-off
pub const WARNING: &str = "\u{e193}"; // triangle-alert
pub const INFO: &str = "\u{e0f9}"; // info
pub const ERROR: &str = "\u{e077}"; // circle-alert

// Work under way
pub const RETRY: &str = "\u{e145}"; // refresh-cw
pub const PAUSE: &str = "\u{e12e}"; // pause
pub const PLAY: &str = "\u{e13c}"; // play
/// In the queue.
pub const WAITING: &str = "\u{e087}"; // clock
/// Under way.
pub const LOADER: &str = "\u{e10a}"; // loader-circle

// Files and pictures
pub const ADD: &str = "\u{e13d}"; // plus
pub const FOLDER_OPEN: &str = "\u{e247}"; // folder-open
pub const FILE_TEXT: &str = "\u{e0cc}"; // file-text
/// A document that cannot be shown.
pub const FILE_X: &str = "\u{e0cd}"; // file-x
pub const IMAGE: &str = "\u{e0f6}"; // image
/// Handing the review over.
pub const EXPORT: &str = "↓";
/// Splitting a review and merging others into it.
pub const SHARE: &str = "⇄";
/// Reconciliation and figures.
pub const FIGURES: &str = "Σ";
pub const COPY: &str = "\u{e09e}"; // copy
pub const TRASH: &str = "\u{e18e}"; // trash-2
