//! Where an invoice's region lies in the picture that was delivered, and what is odd about it.

use std::sync::Arc;

use crate::geometry::{
    FramePreference, Orientation, OssChain, PageBox, PageSize, PictureBox, PlaceError, Placement,
    PlacementInput, place, place_document,
};

use super::original;
use super::region::{
    Convention, ConventionEvidence, Outside, Region, RegionProblem, Resolved, outside, resolve,
};
use super::{Finding, FindingCode, Invoice, InvoiceNr, PictureFacts, Severity};

/// What the pictures of a page that were seen so far say about the page itself.
#[derive(Clone, Debug, Default, PartialEq)]
pub struct PageSurvey {
    /// Stored pixels of the whole page, once a picture has revealed them.
    stored_size: Option<PageSize>,
    /// How the stored page has to be turned, once a picture has said so.
    orientation: Option<Orientation>,
    /// What was found as the page's uncropped file.
    original: Option<PictureFacts>,
    /// Whether a picture of the page cannot have been cut out of that file.
    original_refuted: bool,
}

/// How regions are read where the link itself leaves it open.
#[derive(Clone, Copy, Debug, Default, PartialEq)]
pub struct Reading {
    /// What the crops of all invoices at hand agree on.
    pub batch: Option<Convention>,
    /// The user's word. It wins.
    pub forced: Option<Convention>,
    /// Which pixels count where stored and upright ones fit alike.
    pub frame: FramePreference,
}

/// The other ticket of a page.
#[derive(Clone, Debug, PartialEq)]
pub struct Sibling {
    pub nr: InvoiceNr,
    /// Its place among the invoices of the page, counted from 1.
    pub position: usize,
    pub region: PageBox,
}

/// The answer for one invoice. A region is there only where it can be placed.
#[derive(Clone, Debug, PartialEq)]
pub struct Located {
    /// Of the delivered picture. One for many invoices, as those that show the same picture mostly have the same.
    pub placement: Option<Arc<Placement>>,
    /// Of the page's uncropped file, where there is one that fits; few invoices have one.
    pub original: Option<Box<Placement>>,
    /// On the page.
    pub region: Option<Region>,
    /// The same in delivered, upright pixels; may reach outside the picture.
    pub in_picture: Option<PictureBox>,
    /// Of the invoice's own link, region and picture.
    pub findings: Vec<Finding>,
    /// What is said of the region among its siblings, as whoever compared them keeps it.
    pub claims: Option<Arc<[Finding]>>,
}

impl PageSurvey {
    /// Takes in a picture of the page; whether that says something new about the page.
    pub fn learn(&mut self, invoice: &Invoice, facts: &PictureFacts) -> bool {
        let is_refuted = self.refute_original(invoice, facts);
        self.learn_size(invoice, facts) | self.learn_orientation(invoice, facts) || is_refuted
    }

    /// Takes in the page's uncropped file; `known` are the pictures of the page that were seen so far.
    pub fn learn_original<'a>(
        &mut self,
        original: PictureFacts,
        known: impl IntoIterator<Item = (&'a Invoice, &'a PictureFacts)>,
    ) {
        self.original = Some(original);
        self.original_refuted = false;
        for (invoice, facts) in known {
            self.refute_original(invoice, facts);
        }
    }

    pub fn forget_original(&mut self) {
        self.original = None;
        self.original_refuted = false;
    }

    /// The uncropped file, unless it turned out to be another page's.
    pub fn original(&self) -> Option<&PictureFacts> {
        self.original.as_ref().filter(|_| !self.original_refuted)
    }

    pub fn is_original_refuted(&self) -> bool {
        self.original_refuted
    }

    /// Before any EXIF orientation.
    fn page_size(&self) -> Option<PageSize> {
        self.original()
            .map(original::stored_size)
            .or(self.stored_size)
    }

    fn orientation(&self) -> Option<Orientation> {
        self.original()
            .map(original::orientation)
            .or(self.orientation)
    }

    /// Whether this picture is the first that cannot have been cut out of the original.
    fn refute_original(&mut self, invoice: &Invoice, facts: &PictureFacts) -> bool {
        let Some(original) = self.original() else {
            return false;
        };
        let unsized_input = placement_input(invoice, facts, None, None);
        self.original_refuted = original::contradicts(original, unsized_input);
        self.original_refuted
    }

    /// What the server leaves in a picture that it has not turned. It may take away any tag of one that it has changed,
    /// so that only the stored file itself says that there is none.
    fn learn_orientation(&mut self, invoice: &Invoice, facts: &PictureFacts) -> bool {
        let said = original::orientation(facts);
        let chain = invoice.chain();
        let is_told = said != Orientation::Upright || chain == OssChain::default();
        if self.orientation.is_some() || facts.is_document() || chain.turns_upright() || !is_told {
            return false;
        }
        self.orientation = Some(said);
        true
    }

    fn learn_size(&mut self, invoice: &Invoice, facts: &PictureFacts) -> bool {
        if self.stored_size.is_some() {
            return false;
        }
        let placed = placed(facts, &placement_input(invoice, facts, None, None));
        self.stored_size = placed.ok().and_then(|placement| {
            // A size that contradicts the link says nothing about the page.
            placement
                .size_mismatch
                .is_none()
                .then_some(placement.stored_page_size)?
        });
        self.stored_size.is_some()
    }
}

impl Located {
    pub fn new(
        invoice: &Invoice,
        facts: &PictureFacts,
        survey: &PageSurvey,
        reading: &Reading,
    ) -> Self {
        let resolved = resolved(invoice, survey, *reading);
        let hint = resolved.region.as_ref().map(|region| region.page);
        let mut input = placement_input(invoice, facts, survey.page_size(), hint);
        input.frame = reading.frame;
        input.source = survey.orientation();
        let placed = placed(facts, &input);
        let original = survey.original().and_then(|original| {
            let delivered = placed.as_ref().ok();
            original::placement(original, invoice, delivered, hint, reading.frame).map(Box::new)
        });
        let mut findings = file_findings(facts);
        findings.extend(original_findings(survey));
        findings.extend(resolved.findings.iter().map(region_finding));
        let placement = match placed {
            Ok(placement) => placement,
            Err(error) => {
                if original.is_none() {
                    let code = FindingCode::RegionCannotBePlaced;
                    findings.push(Finding::about(code, place_subject(&error)));
                }
                return Self {
                    placement: None,
                    region: resolved.region.filter(|_| original.is_some()),
                    original,
                    in_picture: None,
                    findings,
                    claims: None,
                };
            }
        };
        findings.extend(placement_findings(&placement, resolved.region.as_ref()));
        // A hundred thousand invoices have one of these or none.
        findings.shrink_to_fit();
        Self {
            in_picture: resolved
                .region
                .as_ref()
                .map(|region| placement.in_picture(region.page)),
            region: resolved.region,
            placement: Some(Arc::new(placement)),
            original,
            findings,
            claims: None,
        }
    }

    /// For a page of a document that no region is on: it stands where the first page would, and is all there is.
    pub fn further_page(facts: &PictureFacts) -> Self {
        Self {
            placement: place_document(facts.size).ok().map(Arc::new),
            original: None,
            region: None,
            in_picture: None,
            findings: Vec::new(),
            claims: None,
        }
    }

    /// Has one placement in memory for both, where they have the same.
    pub fn share_placement(&mut self, other: &Self) {
        if self.placement == other.placement {
            self.placement.clone_from(&other.placement);
        }
    }

    /// Its own findings, and what its siblings claim.
    pub fn all_findings(&self) -> impl Iterator<Item = &Finding> + Clone {
        self.findings
            .iter()
            .chain(self.claims.iter().flat_map(|it| it.iter()))
    }

    /// The answer for an invoice whose own picture is not there, on the page's original; `None` without one.
    pub fn on_original(invoice: &Invoice, survey: &PageSurvey, reading: &Reading) -> Option<Self> {
        let resolved = resolved(invoice, survey, *reading);
        let hint = resolved.region.as_ref().map(|region| region.page);
        let original = original::placement(survey.original()?, invoice, None, hint, reading.frame)?;
        let mut findings: Vec<Finding> = original_findings(survey).collect();
        findings.extend(resolved.findings.iter().map(region_finding));
        findings.extend(placement_findings(&original, resolved.region.as_ref()));
        Some(Self {
            placement: None,
            original: Some(Box::new(original)),
            region: resolved.region,
            in_picture: None,
            findings,
            claims: None,
        })
    }

    /// Whether a reviewer should look twice.
    pub fn is_suspicious(&self) -> bool {
        self.all_findings()
            .any(|finding| finding.code.severity() > Severity::Info)
    }
}

/// A document is drawn whole, whatever its link says: the server's processing is for pictures.
fn placed(facts: &PictureFacts, input: &PlacementInput) -> Result<Placement, PlaceError> {
    if facts.is_document() {
        place_document(facts.size)
    } else {
        place(input)
    }
}

fn resolved(invoice: &Invoice, survey: &PageSurvey, reading: Reading) -> Resolved {
    let evidence = ConventionEvidence {
        crop: invoice.chain().page_crop(),
        page_size: survey.page_size(),
        batch: reading.batch,
        forced: reading.forced,
    };
    resolve(&invoice.region, &evidence)
}

fn placement_input(
    invoice: &Invoice,
    facts: &PictureFacts,
    page_size: Option<PageSize>,
    region: Option<PageBox>,
) -> PlacementInput {
    PlacementInput {
        chain: invoice.chain(),
        delivered: facts.size,
        page_size,
        exif: original::orientation(facts),
        source: None,
        region,
        frame: FramePreference::default(),
    }
}

/// The operation that stands in the way, or the cause's name.
fn place_subject(error: &PlaceError) -> String {
    match error {
        PlaceError::UnknownStep { name } => name.to_string(),
        other => other.code().to_owned(),
    }
}

fn file_findings(facts: &PictureFacts) -> Vec<Finding> {
    let mut findings = Vec::new();
    if !facts.complete {
        findings.push(Finding::new(FindingCode::PictureIncomplete));
    }
    if facts.frames > 1 {
        let code = if facts.is_document() {
            FindingCode::MorePages
        } else {
            FindingCode::MoreFrames
        };
        findings.push(Finding::about(code, facts.frames.to_string()));
    }
    if facts.substituted {
        findings.push(Finding::new(FindingCode::FontsSubstituted));
    }
    if facts.skipped > 0 {
        let code = FindingCode::ObjectsNotDrawn;
        findings.push(Finding::about(code, facts.skipped.to_string()));
    }
    if facts.blank {
        findings.push(Finding::new(FindingCode::PictureBlank));
    }
    findings
}

fn original_findings(survey: &PageSurvey) -> impl Iterator<Item = Finding> {
    let refuted = survey.original.filter(|_| survey.original_refuted);
    let mismatch = refuted.map(|original| {
        let size = format!("{} × {}", original.size.width, original.size.height);
        Finding::about(FindingCode::OriginalMismatch, size)
    });
    let is_cut_short = survey.original().is_some_and(|it| !it.complete);
    let incomplete = is_cut_short.then(|| Finding::new(FindingCode::OriginalIncomplete));
    mismatch.into_iter().chain(incomplete)
}

fn region_finding(problem: &RegionProblem) -> Finding {
    match problem {
        RegionProblem::Absent => Finding::new(FindingCode::RegionMissing),
        RegionProblem::ZeroArea => Finding::new(FindingCode::RegionEmpty),
        RegionProblem::Fractions => Finding::new(FindingCode::RegionInFractions),
        RegionProblem::Inverted => Finding::new(FindingCode::RegionInverted),
        RegionProblem::NotNumbers
        | RegionProblem::WrongCount(_)
        | RegionProblem::NotFinite
        | RegionProblem::TooLarge => Finding::new(FindingCode::RegionUnreadable),
    }
}

fn placement_findings(placement: &Placement, region: Option<&Region>) -> Vec<Finding> {
    let mut findings = Vec::new();
    if let Some(mismatch) = placement.size_mismatch {
        let (expected, delivered) = (mismatch.expected, mismatch.delivered);
        let subject = format!(
            "{} × {} / {} × {}",
            expected.width, expected.height, delivered.width, delivered.height
        );
        findings.push(Finding::about(FindingCode::PictureSizeUnexpected, subject));
    }
    match region.map(|region| outside(region, placement)) {
        Some(Outside::Entirely) => findings.push(Finding::new(FindingCode::RegionOutsidePicture)),
        Some(Outside::Partly) => findings.push(Finding::new(FindingCode::RegionBeyondPicture)),
        Some(Outside::No) | None => {}
    }
    findings
}

#[cfg(test)]
mod tests;
