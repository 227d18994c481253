//! `assets/demo/manifest.json`: what the stand-in platform answers, and what is true.

use serde::Serialize;

use crate::tickets::Fields;

/// Left, top, right, bottom in page px.
pub type Corners = [i64; 4];

#[derive(Serialize, Default)]
pub struct Manifest {
    pub objects: Vec<Object>,
    pub invoices: Vec<Invoice>,
}

/// One stored file; its size is that of the stored pixels, whatever its EXIF says.
#[derive(Serialize)]
pub struct Object {
    pub key: String,
    pub file: String,
    pub width: u32,
    pub height: u32,
}

#[derive(Serialize)]
pub struct Invoice {
    pub id: String,
    pub object: String,
    pub file_name: String,
    pub source: &'static str,
    /// What OCR stored: corners, by way of exception `[x, y, w, h]`, empty, or nothing at all.
    pub region: Option<Vec<i64>>,
    pub process: Option<String>,
    #[serde(rename = "invoice_type")]
    pub kind: &'static str,
    pub bill: &'static str,
    pub fields: Fields,
    pub truth: Truth,
}

#[derive(Serialize)]
pub struct Truth {
    /// Where the ticket really lies, in stored pixels.
    pub ticket: Corners,
    pub mistake: Option<Mistake>,
    /// The ticket lies straight and its paper ends within one pixel at `ticket`.
    pub sharp: bool,
}

/// What OCR did wrong on purpose.
#[derive(Serialize, Clone, Copy, PartialEq, Eq)]
#[serde(rename_all = "snake_case")]
pub enum Mistake {
    CutOff,
    TooLoose,
    Neighbour,
    WrongTicket,
    UpsideDown,
    EmptyRegion,
}
