//! One invoice of the review, and where it stands on its way from ID to picture.

use std::borrow::Cow;
use std::cmp::Reverse;
use std::sync::Arc;

use crate::engine::Failure;
use crate::formats::DataSummary;
use crate::model::{
    Finding, FindingCode, FindingSet, Heeded, Invoice, InvoiceId, JudgedOn, Learned, Located,
    PageText, Particulars, PictureFacts, Severity, TicketState, Verdict,
};
use crate::report::ReadingRow;

use super::FieldsTrouble;

/// Where an invoice stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum Stage {
    /// The platform was not asked yet.
    Waiting,
    /// The platform answered; the picture's turn has not come.
    Linked,
    /// The picture is on its way.
    Loading,
    Ready,
    Failed,
    /// The platform does not know the ID.
    NotFound,
    /// An invoice without a picture (XML).
    NoPicture,
}

impl Stage {
    pub const ALL: [Self; 7] = [
        Self::Waiting,
        Self::Linked,
        Self::Loading,
        Self::Ready,
        Self::Failed,
        Self::NotFound,
        Self::NoPicture,
    ];

    /// Whether nothing more will happen by itself.
    pub fn is_settled(self) -> bool {
        !matches!(self, Self::Waiting | Self::Linked | Self::Loading)
    }
}

/// One invoice, as far as it is known.
#[derive(Clone, Debug)]
pub struct Entry {
    pub id: InvoiceId,
    pub stage: Stage,
    /// What the platform answered; stays while the picture is fetched anew.
    pub invoice: Option<Arc<Invoice>>,
    pub facts: Option<PictureFacts>,
    /// Where the region lies in the picture; known with the facts.
    pub located: Option<Arc<Located>>,
    /// Why it failed, while it is [`Stage::Failed`].
    pub failure: Option<Arc<Failure>>,
    /// What the data is about, once it is [`Stage::NoPicture`].
    pub summary: Option<Arc<DataSummary>>,
    /// What the platform says of it beside its picture: bill, kind, fields, tags.
    pub particulars: Particulars,
    /// What the program itself read in its picture.
    pub text: Option<Arc<PageText>>,
    /// What an earlier run read, where this one did not.
    pub read_before: Option<Arc<ReadingRow>>,
    /// What the text says of what it claims.
    pub read_findings: Vec<Finding>,
    /// What its page, its link and the pixels of its picture say beside that.
    pub seen_findings: Vec<Finding>,
    /// Why there are no fields, where that is known.
    pub fields_trouble: Option<FieldsTrouble>,
    /// Kinds of findings that say nothing in this review.
    pub ignored: FindingSet,
    /// What is left out of its findings, in every review.
    pub heeded: Arc<Heeded>,
    /// What reviewers made of it, as far as it is shown here. One for all that nobody touched yet.
    pub ticket: Arc<TicketState>,
    /// The whole of that, where something of it is not shown: somebody is to judge without knowing it.
    pub behind: Option<Arc<TicketState>>,
    /// Who else is at it, in a review that several judge at once.
    pub holder: Option<Arc<str>>,
}

impl Entry {
    /// Whether its picture was read: neither only looked at, nor tried in vain.
    pub fn is_read(&self) -> bool {
        self.text.as_ref().is_some_and(|text| text.has_print())
    }

    /// Whether nothing can be held against its print, as it could not be read.
    pub fn could_not_be_read(&self) -> bool {
        let text = self.text.as_ref();
        text.is_some_and(|text| text.could_not_be_read())
    }

    /// Why it is not known what OCR read of it, where the platform could not say.
    pub fn fields_failure(&self) -> Option<&Arc<Failure>> {
        match &self.fields_trouble {
            Some(FieldsTrouble::Failed(failure)) => Some(failure),
            Some(FieldsTrouble::Unknown) | None => None,
        }
    }

    /// Pages that can be turned to: one, unless it is a document.
    pub fn page_count(&self) -> u32 {
        let document = self.facts.filter(PictureFacts::is_document);
        document.map_or(1, |facts| facts.frames)
    }

    /// Whether its picture is, by all that is known of both, the other's.
    pub fn shows_what(&self, other: &Self) -> bool {
        let facts = |it: &Self| it.facts.map(PictureFacts::but_for_file);
        facts(self) == facts(other)
    }

    /// Nothing is known of it yet.
    pub(super) fn new(id: InvoiceId) -> Self {
        Self {
            id,
            stage: Stage::Waiting,
            invoice: None,
            facts: None,
            located: None,
            failure: None,
            summary: None,
            particulars: Particulars::default(),
            text: None,
            read_before: None,
            read_findings: Vec::new(),
            seen_findings: Vec::new(),
            fields_trouble: None,
            ignored: FindingSet::default(),
            heeded: Arc::default(),
            ticket: TicketState::untouched(),
            behind: None,
            holder: None,
        }
    }

    /// What reviewers made of it, whatever is shown here.
    pub fn truth(&self) -> &TicketState {
        self.behind.as_deref().unwrap_or(&self.ticket)
    }

    /// What a verdict given now is about.
    pub fn judged_on(&self) -> Option<JudgedOn> {
        let invoice = self.invoice.as_ref()?;
        Some(JudgedOn::new(invoice, self.facts.as_ref()))
    }

    /// Whether the platform sends something else now than what was judged.
    pub fn changed_since_judged(&self) -> bool {
        let judged = self.ticket.judgement.as_ref().and_then(|it| it.on.as_ref());
        let now = self.judged_on();
        matches!((judged, now), (Some(judged), Some(now)) if judged.differs_from(&now))
    }

    /// Whether its verdict is to be looked at again: something else is there now, or it was accepted with a whole screen
    /// and a warning came later, which would have left it out.
    pub fn wants_another_look(&self) -> bool {
        self.changed_since_judged() || self.ticket.is_by_sheet() && self.is_suspicious()
    }

    /// What a review keeps of it to open without a token.
    pub fn learned(&self) -> Option<Learned> {
        let particulars = self.particulars.clone();
        let is_missing = self.stage == Stage::NotFound;
        match &self.invoice {
            Some(invoice) => Some(Learned::new(invoice, self.facts, particulars)),
            None if is_missing || !particulars.is_empty() => {
                Some(Learned::without_link(particulars, is_missing))
            }
            None => None,
        }
    }

    /// All that was noticed of it and is heeded: what the program sees, and what the platform itself holds against it.
    pub fn findings(&self) -> impl Iterator<Item = Cow<'_, Finding>> {
        let seen = self.located.iter().flat_map(|it| it.all_findings());
        let tags = self.particulars.risk_tags.iter().flat_map(|it| it.iter());
        let told = tags.map(|tag| Finding::about(FindingCode::PlatformRisk, tag.as_str()));
        let read = self.read_findings.iter().chain(&self.seen_findings);
        seen.chain(read)
            .map(Cow::Borrowed)
            .chain(told.map(Cow::Owned))
            .filter(|it| self.heeded.takes(it))
    }

    /// What is worth a look, where there is room for one: the worst, of what matters alike that of its print, then that which
    /// is declared first.
    pub fn worst_finding(&self) -> Option<Cow<'_, Finding>> {
        self.findings()
            .min_by_key(|it| {
                let weight = Reverse(self.weight(it.code));
                (weight, !it.code.is_of_print(), it.code)
            })
            .filter(|finding| self.weight(finding.code) > Severity::Info)
    }

    /// The kinds of [`Entry::findings`].
    pub fn finding_codes(&self) -> impl Iterator<Item = FindingCode> + Clone {
        let seen = self.located.iter().flat_map(|it| it.all_findings());
        let tags = self.particulars.risk_tags.iter().flat_map(|it| it.iter());
        let is_told = |_: &_| !self.heeded.off.has(FindingCode::PlatformRisk);
        let told = tags.filter(is_told).map(|_| FindingCode::PlatformRisk);
        let known = seen.chain(&self.read_findings).chain(&self.seen_findings);
        let known = known.filter(|it| self.heeded.takes(it));
        known.map(|it| it.code).chain(told)
    }

    /// Whether something was noticed that is worth a look.
    pub fn is_suspicious(&self) -> bool {
        self.finding_codes()
            .any(|code| self.weight(code) > Severity::Info)
    }

    /// How much a finding of this kind matters in this review: what is ignored is an aside.
    pub fn weight(&self, code: FindingCode) -> Severity {
        if self.ignored.has(code) {
            Severity::Info
        } else {
            code.severity()
        }
    }

    /// Whether there is a region that may be called correct, or may be to come.
    pub fn can_be_correct(&self) -> bool {
        match self.stage {
            Stage::Failed | Stage::NotFound | Stage::NoPicture => false,
            Stage::Waiting | Stage::Linked | Stage::Loading => true,
            Stage::Ready => self.located.as_ref().is_none_or(|it| it.region.is_some()),
        }
    }
}

/// Where an invoice stands with its reviewer. Each is in one of them.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash)]
pub enum Judged {
    /// Still to be judged.
    Not,
    Correct,
    Wrong,
    Unsure,
    /// Not judged, and nothing to judge: no picture or no region.
    Cannot,
}

impl Judged {
    pub const ALL: [Self; 5] = [
        Self::Not,
        Self::Correct,
        Self::Wrong,
        Self::Unsure,
        Self::Cannot,
    ];

    pub fn of(entry: &Entry) -> Self {
        match entry.ticket.verdict() {
            Some(Verdict::Correct) => Self::Correct,
            Some(Verdict::Wrong(_)) => Self::Wrong,
            Some(Verdict::Unsure) => Self::Unsure,
            None if entry.can_be_correct() => Self::Not,
            None => Self::Cannot,
        }
    }
}
