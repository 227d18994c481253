//! The icon font's characters, named by what they mean here rather than by what they show.
//!
//! A new line needs `scripts/cut-fonts.sh` run again: it keeps exactly the characters named in this file.

// Window and settings
pub const SETTINGS: &str = "\u{e154}"; // settings
/// The light theme.
pub const SUN: &str = "\u{e178}"; // sun
/// The dark theme.
pub const MOON: &str = "\u{e11e}"; // moon
/// The theme of the system.
pub const MONITOR: &str = "\u{e11d}"; // monitor
pub const LANGUAGES: &str = "\u{e0fe}"; // languages
pub const KEYBOARD: &str = "\u{e284}"; // keyboard
pub const HELP: &str = "\u{e082}"; // circle-question-mark
pub const PANEL_LEFT: &str = "\u{e12a}"; // panel-left
pub const PANEL_RIGHT: &str = "\u{e431}"; // panel-right
pub const PANEL_BOTTOM: &str = "\u{e42c}"; // panel-bottom
pub const MORE: &str = "\u{e0b6}"; // ellipsis
pub const MENU: &str = "\u{e115}"; // menu
pub const CLOSE: &str = "\u{e1b2}"; // x
/// The platform's host.
pub const SERVER: &str = "\u{e153}"; // server
/// The access token.
pub const KEY: &str = "\u{e4a3}"; // key-round
pub const LOCK: &str = "\u{e10b}"; // lock

// Moving about
pub const PREVIOUS: &str = "\u{e06e}"; // chevron-left
pub const NEXT: &str = "\u{e06f}"; // chevron-right
pub const UP: &str = "\u{e070}"; // chevron-up
pub const DOWN: &str = "\u{e06d}"; // chevron-down
/// Back to where one came from.
pub const ARROW_LEFT: &str = "\u{e048}"; // arrow-left
pub const ARROW_RIGHT: &str = "\u{e049}"; // arrow-right
pub const ARROW_UP: &str = "\u{e04a}"; // arrow-up
pub const ARROW_DOWN: &str = "\u{e042}"; // arrow-down
pub const SEARCH: &str = "\u{e151}"; // search
pub const FILTER: &str = "\u{e0dc}"; // funnel
pub const SORT: &str = "\u{e37d}"; // arrow-up-down
pub const GRID: &str = "\u{e0ff}"; // layout-grid
pub const LIST: &str = "\u{e106}"; // list
pub const COLUMNS: &str = "\u{e098}"; // columns-2
/// Leads out of the program.
pub const EXTERNAL: &str = "\u{e0b9}"; // external-link

// Viewer
pub const ZOOM_IN: &str = "\u{e1b6}"; // zoom-in
pub const ZOOM_OUT: &str = "\u{e1b7}"; // zoom-out
/// The whole page in the view.
pub const FIT: &str = "\u{e112}"; // maximize
/// One picture pixel on one screen pixel.
pub const ACTUAL_SIZE: &str = "\u{e2ec}"; // scaling
/// Zoom to the region.
pub const CROP: &str = "\u{e537}"; // scan-search
pub const FULL_SCREEN: &str = "\u{e21a}"; // expand
pub const ROTATE_CW: &str = "\u{e149}"; // rotate-cw
pub const ROTATE_CCW: &str = "\u{e148}"; // rotate-ccw
/// Left and right swapped.
pub const FLIP_HORIZONTAL: &str = "\u{e360}"; // flip-vertical-2
/// Top and bottom swapped.
pub const FLIP_VERTICAL: &str = "\u{e35e}"; // flip-horizontal-2
/// Overlay shown.
pub const EYE: &str = "\u{e0ba}"; // eye
/// Overlay hidden.
pub const EYE_OFF: &str = "\u{e0bb}"; // eye-off
/// Dim what lies outside the region.
pub const CONTRAST: &str = "\u{e09d}"; // contrast
/// The rectangle that OCR found.
pub const REGION: &str = "\u{e1cb}"; // square-dashed
/// The whole page instead of the crop.
pub const PAGE: &str = "\u{e0c0}"; // file
/// Other invoices on the same page.
pub const LAYERS: &str = "\u{e529}"; // layers
/// Keep zoom and place from one invoice to the next.
pub const PIN: &str = "\u{e259}"; // pin
pub const EDIT: &str = "\u{e1f9}"; // pencil
pub const MOVE: &str = "\u{e121}"; // move
pub const RULER: &str = "\u{e14b}"; // ruler

// Verdicts and findings
/// Verdict: correct.
pub const CHECK: &str = "\u{e06c}"; // check
/// Verdict: wrong.
pub const CROSS: &str = "\u{e1b2}"; // x
/// Verdict: unsure.
pub const QUESTION: &str = "\u{e082}"; // circle-question-mark
/// No verdict yet.
pub const UNJUDGED: &str = "\u{e076}"; // circle
pub const WARNING: &str = "\u{e193}"; // triangle-alert
pub const INFO: &str = "\u{e0f9}"; // info
pub const ERROR: &str = "\u{e077}"; // circle-alert
pub const SUCCESS: &str = "\u{e226}"; // circle-check
pub const NOTE: &str = "\u{e303}"; // sticky-note
pub const UNDO: &str = "\u{e2a1}"; // undo-2
pub const REDO: &str = "\u{e2a0}"; // redo-2
pub const FLAG: &str = "\u{e0d1}"; // flag

// Work under way
pub const RETRY: &str = "\u{e145}"; // refresh-cw
pub const PAUSE: &str = "\u{e12e}"; // pause
pub const PLAY: &str = "\u{e13c}"; // play
pub const STOP: &str = "\u{e167}"; // square
/// In the queue.
pub const WAITING: &str = "\u{e087}"; // clock
pub const HOURGLASS: &str = "\u{e296}"; // hourglass
/// Under way.
pub const LOADER: &str = "\u{e10a}"; // loader-circle
/// A link that works.
pub const LINK: &str = "\u{e102}"; // link
/// A link that expired.
pub const LINK_OFF: &str = "\u{e19c}"; // unlink
pub const OFFLINE: &str = "\u{e1af}"; // wifi-off

// Files and pictures
pub const ADD: &str = "\u{e13d}"; // plus
pub const REMOVE: &str = "\u{e11c}"; // minus
pub const FOLDER_OPEN: &str = "\u{e247}"; // folder-open
pub const FILE_TEXT: &str = "\u{e0cc}"; // file-text
/// A document that cannot be shown.
pub const FILE_X: &str = "\u{e0cd}"; // file-x
pub const IMAGE: &str = "\u{e0f6}"; // image
/// An invoice without a picture.
pub const IMAGE_OFF: &str = "\u{e1c0}"; // image-off
pub const RECEIPT: &str = "\u{e5ac}"; // receipt-text
pub const COPY: &str = "\u{e09e}"; // copy
pub const PASTE: &str = "\u{e3e8}"; // clipboard-paste
pub const DOWNLOAD: &str = "\u{e455}"; // arrow-down-to-line
/// Hand over the report.
pub const EXPORT: &str = "\u{e318}"; // file-down
pub const SAVE: &str = "\u{e14d}"; // save
pub const TRASH: &str = "\u{e18e}"; // trash-2
/// Try out with sample pages.
pub const SAMPLE: &str = "\u{e0d5}"; // flask-conical
