//! What trains OCR, out of verdicts: pictures of whole pages with the regions that reviewers called correct or put right,
//! as COCO and as the labels of `PPOCRLabel`.

use std::fs::{self, File};
use std::io::{self, BufWriter, Write as _};
use std::path::{Path, PathBuf};

use image::codecs::jpeg::JpegEncoder;
use image::{ExtendedColorType, ImageEncoder as _};
use indexmap::IndexMap;
use serde_json::{Value, json};

use crate::engine::FullPicture;
use crate::model::{InvoiceId, InvoiceNr, PictureKey, Verdict};
use crate::report::{FileNames, Output, whole};
use crate::review::{Entry, Stage};

use super::{PictureSink, Shown, SinkError};

const QUALITY: u8 = 93;
/// The file of labels that `PPOCRLabel` looks for in a folder.
const LABELS: &str = "Label.txt";
const ANNOTATIONS: &str = "annotations.json";
/// Where COCO's pictures lie in its folder.
const IMAGES: &str = "images";
/// All that is learnt is where a ticket is.
const CATEGORY: &str = "ticket";

/// Folders of training data that are being filled.
pub struct TrainingSet {
    coco: Option<PathBuf>,
    ppocrlabel: Option<PathBuf>,
    /// In the order of the review.
    usable: IndexMap<InvoiceId, Entry>,
    pages: IndexMap<PictureKey, TrainingPage>,
    names: FileNames,
}

/// One picture with its regions.
struct TrainingPage {
    name: String,
    size: (u32, u32),
    regions: Vec<(InvoiceId, [f64; 4])>,
}

impl TrainingSet {
    /// Folders for these invoices of a review; those that teach nothing are left out.
    pub fn create(
        coco: Option<&Path>,
        ppocrlabel: Option<&Path>,
        entries: &[Entry],
    ) -> Result<Self, SinkError> {
        let make =
            |path: PathBuf| fs::create_dir_all(&path).map_err(|source| SinkError { path, source });
        coco.map(|folder| make(folder.join(IMAGES))).transpose()?;
        ppocrlabel
            .map(|folder| make(folder.to_owned()))
            .transpose()?;
        let usable = entries.iter().filter(|entry| region(entry).is_some());
        Ok(Self {
            coco: coco.map(Path::to_owned),
            ppocrlabel: ppocrlabel.map(Path::to_owned),
            usable: usable
                .map(|entry| (entry.id.clone(), entry.clone()))
                .collect(),
            pages: IndexMap::new(),
            names: FileNames::default(),
        })
    }

    /// The invoices whose pictures it needs.
    pub fn wanted(&self) -> Vec<InvoiceId> {
        self.usable.keys().cloned().collect()
    }

    /// How many regions it has.
    pub fn len(&self) -> usize {
        self.pages.values().map(|page| page.regions.len()).sum()
    }

    pub fn is_empty(&self) -> bool {
        self.pages.is_empty()
    }

    /// Writes what says where the regions are.
    pub fn finish(mut self) -> Result<(), SinkError> {
        self.sort();
        if let Some(folder) = &self.coco {
            let path = folder.join(ANNOTATIONS);
            replace(
                &path,
                &serde_json::to_vec_pretty(&self.annotations()).unwrap_or_default(),
            )?;
        }
        if let Some(folder) = &self.ppocrlabel {
            let path = folder.join(LABELS);
            replace(&path, self.labels(folder).as_bytes())?;
        }
        Ok(())
    }

    /// As the review has them, whichever picture came first.
    fn sort(&mut self) {
        let usable = &self.usable;
        let place = |(invoice, _): &(InvoiceId, [f64; 4])| usable.get_index_of(invoice);
        for page in self.pages.values_mut() {
            page.regions.sort_by_key(place);
        }
        let first = |page: &TrainingPage| page.regions.first().and_then(place);
        self.pages
            .sort_by(|_, one, _, other| first(one).cmp(&first(other)));
    }

    /// Corners are floats and numbers begin at one, as the loaders of COCO want it.
    fn annotations(&self) -> Value {
        let mut annotations = Vec::new();
        let mut images = Vec::new();
        for (index, page) in self.pages.values().enumerate() {
            let (width, height) = page.size;
            let image_id = index + 1;
            images.push(json!({
                "id": image_id, "file_name": page.name, "width": width, "height": height
            }));
            for (invoice, [left, top, right, bottom]) in &page.regions {
                let (width, height) = (right - left, bottom - top);
                annotations.push(json!({
                    "id": annotations.len() + 1, "image_id": image_id, "category_id": 1,
                    "bbox": [left, top, width, height], "area": width * height, "iscrowd": 0,
                    "segmentation": [[left, top, right, top, right, bottom, left, bottom]],
                    "invoice": invoice
                }));
            }
        }
        json!({
            "info": {"description": "Ticket regions that reviewers confirmed or put right"},
            "licenses": [], "images": images, "annotations": annotations,
            "categories": [{"id": 1, "name": CATEGORY, "supercategory": "document"}]
        })
    }

    /// A line for each picture, named with its folder's own name.
    fn labels(&self, folder: &Path) -> String {
        let whole = fs::canonicalize(folder).unwrap_or_else(|_unknown| folder.to_owned());
        let own = whole.file_name().unwrap_or_default().to_string_lossy();
        // A line is split at its tab.
        let own = own.replace(['\t', '\n', '\r'], "_");
        let line = |page: &TrainingPage| {
            let shapes = page.regions.iter().map(|(_, corners)| {
                let [left, top, right, bottom] = corners.map(|it| it.round() as i64);
                json!({
                    "transcription": CATEGORY,
                    "points": [[left, top], [right, top], [right, bottom], [left, bottom]],
                    "difficult": false
                })
            });
            let shapes = Value::Array(shapes.collect());
            format!("{own}/{}\t{shapes}\n", page.name)
        };
        self.pages.values().map(line).collect()
    }

    fn add(&mut self, entry: &Entry, picture: &FullPicture) -> Result<(), SinkError> {
        let Some(known) = self.usable.get(&entry.id) else {
            return Ok(());
        };
        // What the platform sends now may be another picture than the one that was judged.
        let (Some(region), Some(invoice)) = (region(known), &known.invoice) else {
            return Ok(());
        };
        if !known.shows_what(entry) {
            return Ok(());
        }
        let key = invoice.picture_key.clone();
        let shown = Shown {
            ocr: Some(region),
            corrected: None,
        };
        let size = picture.pyramid.full_size();
        let Some(region) = shown.scaled(picture).ocr.and_then(|it| within(it, size)) else {
            return Ok(());
        };
        let regions = (entry.id.clone(), region);
        if let Some(page) = self.pages.get_mut(&key) {
            page.regions.push(regions);
            return Ok(());
        }
        let object = key.page.object_name();
        let stem = object.rsplit_once('.').map_or(object, |(stem, _)| stem);
        let name = self.names.name(stem, ".jpg");
        let coco = self.coco.as_ref().map(|it| it.join(IMAGES).join(&name));
        let ppocrlabel = self.ppocrlabel.as_ref().map(|it| it.join(&name));
        for path in [coco, ppocrlabel].into_iter().flatten() {
            write_jpeg(&path, picture).map_err(|source| SinkError { path, source })?;
        }
        let regions = vec![regions];
        let page = TrainingPage {
            name,
            size,
            regions,
        };
        self.pages.insert(key, page);
        Ok(())
    }
}

impl PictureSink for TrainingSet {
    fn is_current(&self, _nr: InvoiceNr, entry: &Entry) -> bool {
        let mut regions = self.pages.values().flat_map(|page| &page.regions);
        !self.usable.contains_key(&entry.id) || regions.any(|(id, _)| *id == entry.id)
    }

    fn has(&self, _nr: InvoiceNr, _entry: &Entry) -> bool {
        // Regions are those of the review, which fetching does not change.
        false
    }

    fn take(
        &mut self,
        _nr: InvoiceNr,
        entry: &Entry,
        picture: &FullPicture,
    ) -> Result<(), SinkError> {
        self.add(entry, picture)
    }
}

/// What this invoice teaches, in picture pixels: the corrected region, or the one that was called correct; only where the
/// picture is the whole page.
fn region(entry: &Entry) -> Option<[f64; 4]> {
    let placement = entry.located.as_ref()?.placement.as_deref()?;
    if entry.stage != Stage::Ready || !placement.whole_page {
        return None;
    }
    let shown = Shown::of(entry);
    match entry.ticket.verdict() {
        Some(Verdict::Unsure) => None,
        Some(Verdict::Correct) => shown.corrected.or(shown.ocr),
        Some(Verdict::Wrong(_)) | None => shown.corrected,
    }
}

/// What of a region lies in the picture; `None` where that encloses nothing.
fn within(region: [f64; 4], size: (u32, u32)) -> Option<[f64; 4]> {
    let (width, height) = (f64::from(size.0), f64::from(size.1));
    let [left, top, right, bottom] = region;
    let clipped = [
        left.clamp(0.0, width),
        top.clamp(0.0, height),
        right.clamp(0.0, width),
        bottom.clamp(0.0, height),
    ];
    (clipped[2] - clipped[0] >= 1.0 && clipped[3] - clipped[1] >= 1.0).then_some(clipped)
}

fn write_jpeg(path: &Path, picture: &FullPicture) -> io::Result<()> {
    let raster = picture.pyramid.level(0);
    let (width, height) = raster.size();
    let rgb = whole((width, height), raster.bytes()).ok_or(io::ErrorKind::InvalidData)?;
    let mut out = BufWriter::new(File::create(path)?);
    JpegEncoder::new_with_quality(&mut out, QUALITY)
        .write_image(rgb.as_raw(), width, height, ExtendedColorType::Rgb8)
        .map_err(io::Error::other)?;
    out.flush()
}

fn replace(path: &Path, bytes: &[u8]) -> Result<(), SinkError> {
    let failed = |source| SinkError {
        path: path.to_owned(),
        source,
    };
    let (output, mut file) = Output::create(path).map_err(|it| failed(io::Error::other(it)))?;
    file.write_all(bytes).map_err(failed)?;
    output
        .finish(file)
        .map_err(|it| failed(io::Error::other(it)))
}
