//! The table of pictures: one entry for every picture key, however many invoices show it.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::hosts::QueuePlace;
use crate::engine::bounded_cache::BoundedCache;
use crate::engine::jobs::PictureNr;
use crate::engine::{DecodedPixels, Failure, Patience, THUMBNAIL};
use crate::formats::{DataSummary, PackedRaster, Pixels, Raster};
use crate::model::{InvoiceNr, PictureFacts, PictureKey};
use crate::platform::SignedUrl;

/// Links kept after their use, should the file be needed again. About 2 KiB each.
const MAX_USED_LINKS: usize = 2048;

/// This part of their budget is left to files, however much pixels need.
const LEAST_FILES_PART: usize = 32;

/// Where the bytes of a picture stand.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(super) enum FetchState {
    /// Nothing under way.
    Idle,
    Running,
    /// To be tried again later.
    Delayed,
    /// One of its invoices is to be asked for a new link.
    NeedsLink,
    /// Waits until its host takes it.
    Held,
    /// To be tried once more when all else is done.
    PutOff,
}

#[derive(Debug)]
pub(super) struct HeldLink {
    pub url: SignedUrl,
    pub usable_until: Duration,
}

/// What was tried already to get a file; forgotten when somebody asks to try again.
#[derive(Debug, Default)]
pub(super) struct Tries {
    /// Downloads in a row that failed.
    pub attempts: u32,
    /// New links asked for since `renewals_since`, because the old one was out of date.
    pub renewals: u32,
    pub renewals_since: Duration,
    /// A fresh link was asked for once already because the one before was refused.
    pub relinked: bool,
    /// What came first was cut short or no picture; fetched once more since.
    pub refetched: bool,
    /// The next failure counts.
    pub is_last: bool,
}

#[derive(Debug)]
pub(super) struct PictureEntry {
    pub key: PictureKey,
    /// In the order in which the platform answered; may become empty when links change.
    pub invoices: Vec<InvoiceNr>,
    /// Place among the rest: the number of its first invoice.
    rank: InvoiceNr,
    pub link: Option<Box<HeldLink>>,
    pub fetch: FetchState,
    pub tries: Tries,
    /// Of the download under way; see [`super::lanes::Lanes::round`].
    pub round: u32,
    /// A decoding under way is of bytes that count no longer.
    pub outdated: Option<Pixels>,
    /// Known once the first thumbnail was decoded.
    pub facts: Option<PictureFacts>,
    /// What went wrong for good, until somebody asks to try again.
    pub failure: Option<Arc<Failure>>,
    /// Fetched and not decoded yet: kept whatever the budget says.
    pub fresh: Option<Arc<[u8]>>,
    /// What is being made of it now.
    decoding: Vec<Pixels>,
    /// Which pixels of it are kept beside thumbnail and full picture, or were until the budget let them go.
    more_kept: Vec<Pixels>,
    /// Pages, parts and borders that could not be had although its thumbnail was: not tried again by themselves.
    pub failed_more: Vec<Pixels>,
    /// Known once it turned out to be data without a picture.
    pub summary: Option<Arc<DataSummary>>,
    /// Long once somebody asked to try again what a decoder died of, until it fails again.
    pub patience: Patience,
}

impl PictureEntry {
    fn new(key: PictureKey, rank: InvoiceNr) -> Self {
        Self {
            key,
            invoices: Vec::new(),
            rank,
            link: None,
            fetch: FetchState::Idle,
            tries: Tries::default(),
            round: 0,
            outdated: None,
            facts: None,
            failure: None,
            fresh: None,
            decoding: Vec::new(),
            more_kept: Vec::new(),
            failed_more: Vec::new(),
            summary: None,
            patience: Patience::Usual,
        }
    }

    /// Whether it is known what the file holds.
    pub fn was_looked_at(&self) -> bool {
        self.facts.is_some() || self.summary.is_some()
    }

    pub fn is_decoding(&self, pixels: Pixels) -> bool {
        self.decoding.contains(&pixels)
    }

    /// Parts come one after the other, from the decoder that holds the picture: another one would decode all of it first.
    pub fn is_being_cut(&self) -> bool {
        let is_part = |pixels: &Pixels| matches!(pixels, Pixels::Part(_));
        self.decoding.iter().any(is_part)
    }

    pub fn set_decoding(&mut self, pixels: Pixels, is_decoding: bool) {
        self.decoding.retain(|other| *other != pixels);
        if is_decoding {
            self.decoding.push(pixels);
        }
    }
}

pub(super) struct PictureTable {
    entries: Vec<PictureEntry>,
    by_key: HashMap<PictureKey, PictureNr>,
    /// Never fetched yet, with a link: the rest of the downloads, by number.
    ready: BTreeSet<(InvoiceNr, PictureNr)>,
    /// Fetched, not decoded: the rest of the decoding, by number.
    fresh: BTreeSet<(InvoiceNr, PictureNr)>,
    fresh_bytes: usize,
    used_links: VecDeque<PictureNr>,
    /// Most that files may take; what they may take now is the limit of `bytes`.
    bytes_budget: usize,
    pub bytes: BoundedCache<PictureNr, Arc<[u8]>>,
    /// Of pictures that are looked at in parts: kept whatever the budget says, for the next part.
    pinned: HashMap<PictureNr, Arc<[u8]>>,
    pixels: BoundedCache<(PictureNr, Pixels), CachedPixels>,
}

/// Pixels as they are kept.
#[derive(Clone, Debug)]
pub(super) enum CachedPixels {
    /// A thumbnail, in less memory than it takes to show it.
    Packed(Arc<PackedRaster>),
    AsDecoded(DecodedPixels),
}

impl CachedPixels {
    fn byte_len(&self) -> usize {
        match self {
            Self::Packed(packed) => packed.byte_len(),
            Self::AsDecoded(decoded) => decoded.byte_len(),
        }
    }
}

impl PictureTable {
    pub fn new(bytes_budget: usize, pixels_budget: usize) -> Self {
        Self {
            entries: Vec::new(),
            by_key: HashMap::new(),
            ready: BTreeSet::new(),
            fresh: BTreeSet::new(),
            fresh_bytes: 0,
            used_links: VecDeque::new(),
            bytes_budget,
            bytes: BoundedCache::new(bytes_budget),
            pinned: HashMap::new(),
            pixels: BoundedCache::new(pixels_budget),
        }
    }

    pub fn set_budgets(&mut self, bytes: usize, pixels: usize) {
        self.bytes_budget = bytes;
        self.pixels.set_limit(pixels);
        self.share_memory();
    }

    /// Files give way to pixels: together they take what the larger of their budgets allows, so that the program stays
    /// small where both could be full.
    fn share_memory(&mut self) {
        let together = self.bytes_budget.max(self.pixels.limit_bytes());
        let left = together.saturating_sub(self.pixels.used_bytes());
        let least = self.bytes_budget / LEAST_FILES_PART;
        self.bytes.set_limit(left.clamp(least, self.bytes_budget));
    }

    pub fn get(&self, picture: PictureNr) -> &PictureEntry {
        &self.entries[picture.index()]
    }

    /// Follow a change with [`PictureTable::sort_in`].
    pub fn get_mut(&mut self, picture: PictureNr) -> &mut PictureEntry {
        &mut self.entries[picture.index()]
    }

    /// The picture with this key; a new one takes its place among the rest from `first`.
    pub fn with_key(&mut self, key: &PictureKey, first: InvoiceNr) -> PictureNr {
        if let Some(known) = self.by_key.get(key) {
            return *known;
        }
        let picture = PictureNr(self.entries.len() as u32);
        self.entries.push(PictureEntry::new(key.clone(), first));
        self.by_key.insert(key.clone(), picture);
        picture
    }

    /// Puts the picture into the sets it now belongs to, and out of the others.
    pub fn sort_in(&mut self, picture: PictureNr) {
        let place = self.place(picture);
        let entry = &self.entries[picture.index()];
        let is_alive = entry.failure.is_none() && !entry.invoices.is_empty();
        let is_ready = is_alive
            && !entry.was_looked_at()
            && entry.fresh.is_none()
            && entry.fetch == FetchState::Idle
            && entry.link.is_some();
        let is_fresh = is_alive && entry.fresh.is_some() && !entry.is_decoding(THUMBNAIL);
        put(&mut self.ready, place, is_ready);
        put(&mut self.fresh, place, is_fresh);
    }

    /// Links asked for and not used yet.
    pub fn unused_links(&self) -> usize {
        self.ready.len()
    }

    /// Where it stands in the order in which pictures are fetched.
    pub fn place(&self, picture: PictureNr) -> QueuePlace {
        (self.entries[picture.index()].rank, picture)
    }

    pub fn first_ready(&self) -> Option<PictureNr> {
        self.ready.first().map(|(_, picture)| *picture)
    }

    pub fn first_fresh(&self) -> Option<PictureNr> {
        self.fresh.first().map(|(_, picture)| *picture)
    }

    /// Files that wait for a decoder: how many, and their bytes.
    pub fn undecoded(&self) -> (usize, usize) {
        (self.fresh.len(), self.fresh_bytes)
    }

    pub fn set_fresh(&mut self, picture: PictureNr, bytes: Option<Arc<[u8]>>) {
        let entry = &mut self.entries[picture.index()];
        self.fresh_bytes += bytes.as_ref().map_or(0, |bytes| bytes.len());
        let before = std::mem::replace(&mut entry.fresh, bytes);
        self.fresh_bytes -= before.map_or(0, |bytes| bytes.len());
        self.sort_in(picture);
    }

    /// Whether the file is in memory.
    pub fn has_bytes(&self, picture: PictureNr) -> bool {
        self.get(picture).fresh.is_some()
            || self.pinned.contains_key(&picture)
            || self.bytes.contains(&picture)
    }

    pub fn bytes_of(&mut self, picture: PictureNr) -> Option<Arc<[u8]>> {
        let cached = self.bytes.get(&picture).or(self.pinned.get(&picture));
        let cached = cached.cloned();
        self.entries[picture.index()].fresh.clone().or(cached)
    }

    pub fn pin_bytes(&mut self, picture: PictureNr, bytes: Arc<[u8]>) {
        self.pinned.insert(picture, bytes);
    }

    /// Leaves the files of all other pictures to the budget.
    pub fn keep_pinned(&mut self, is_needed: impl Fn(&[InvoiceNr]) -> bool) {
        let entries = &self.entries;
        self.pinned
            .retain(|picture, _| is_needed(&entries[picture.index()].invoices));
    }

    /// They are not the picture's any more.
    pub fn forget_bytes(&mut self, picture: PictureNr) {
        self.bytes.remove(&picture);
        self.pinned.remove(&picture);
    }

    /// Whether the window could have these pixels at once.
    pub fn has_pixels(&self, picture: PictureNr, pixels: Pixels) -> bool {
        self.pixels.contains(&(picture, pixels))
    }

    /// Keeps pixels; those that nobody looks at only where there is room.
    pub fn keep_pixels(
        &mut self,
        picture: PictureNr,
        pixels: Pixels,
        cached: CachedPixels,
        is_wanted: bool,
    ) {
        let (key, size) = ((picture, pixels), cached.byte_len());
        if !matches!(pixels, Pixels::Thumbnail { .. } | Pixels::Full) {
            let kept = &mut self.entries[picture.index()].more_kept;
            kept.retain(|other| *other != pixels && self.pixels.contains(&(picture, *other)));
            kept.push(pixels);
        }
        if is_wanted {
            self.pixels.insert(key, cached, size);
        } else {
            self.pixels.insert_if_room(key, cached, size);
        }
        self.share_memory();
    }

    pub fn forget_pixels(&mut self, picture: PictureNr) {
        let more = std::mem::take(&mut self.get_mut(picture).more_kept);
        for pixels in more.into_iter().chain([THUMBNAIL, Pixels::Full]) {
            self.pixels.remove(&(picture, pixels));
        }
        self.share_memory();
    }

    /// Made anew with every call.
    pub fn thumbnail(&mut self, picture: PictureNr) -> Option<Arc<Raster>> {
        match self.pixels.get(&(picture, THUMBNAIL)) {
            Some(CachedPixels::Packed(packed)) => Some(Arc::new(packed.unpack())),
            _ => None,
        }
    }

    /// What is kept under this name, but for thumbnails.
    pub fn cached(&mut self, picture: PictureNr, pixels: Pixels) -> Option<DecodedPixels> {
        match self.pixels.get(&(picture, pixels)) {
            Some(CachedPixels::AsDecoded(decoded)) => Some(decoded.clone()),
            _ => None,
        }
    }

    /// Remembers that the picture's link did its work; of many such links the oldest are forgotten.
    pub fn link_was_used(&mut self, picture: PictureNr) {
        self.used_links.push_back(picture);
        if self.used_links.len() <= MAX_USED_LINKS {
            return;
        }
        let Some(oldest) = self.used_links.pop_front() else {
            return;
        };
        let entry = self.get_mut(oldest);
        if entry.was_looked_at() && entry.fetch == FetchState::Idle {
            entry.link = None;
        }
    }
}

fn put(set: &mut BTreeSet<(InvoiceNr, PictureNr)>, place: (InvoiceNr, PictureNr), belongs: bool) {
    if belongs {
        set.insert(place);
    } else {
        set.remove(&place);
    }
}
