//! Which invoices a search finds: by pieces of what is known of them by name, and by the words for what they are.

use crate::locale::{Lang, Locale};
use crate::model::paste::clean;
use crate::model::{BillKey, FindingCode, FindingSet, InvoiceNr, InvoiceType, MediaType};
use crate::report::words;

use super::{Entry, Facets, Library};

/// A search, kept up to date with the review's texts. Without words it finds everything.
#[derive(Debug, Default)]
pub struct Hits {
    made_for: Option<(String, Lang)>,
    /// What is looked for, in each width that it may be written in.
    spellings: Vec<String>,
    finds_all: bool,
    /// By ID, file name, note, bill, type and what OCR read.
    texts: Vec<bool>,
    /// Findings whose sentence has the words in it.
    findings: FindingSet,
    /// Kinds whose name has the words in it.
    kinds: Vec<MediaType>,
    /// Kinds of tickets whose name has.
    types: Vec<InvoiceType>,
}

impl Hits {
    /// Brings it up to date; only texts of invoices that changed are read again, if it is said which. Whether other words
    /// are searched than before.
    pub fn refresh(
        &mut self,
        search: &str,
        lang: Lang,
        library: &Library,
        changed: Option<&[InvoiceNr]>,
    ) -> bool {
        let wanted = search.trim();
        let made_for = self.made_for.as_ref();
        let is_same = made_for.is_some_and(|(of, in_lang)| of == wanted && *in_lang == lang);
        if !is_same {
            self.begin(wanted, lang);
        }
        if self.finds_all {
            return !is_same;
        }
        match changed.filter(|_| is_same) {
            Some(changed) => {
                for nr in changed {
                    if let Some(is_hit) = self.texts.get_mut(nr.index())
                        && let Some(entry) = library.get(*nr)
                    {
                        *is_hit = is_in_texts(entry, &self.spellings, &self.types);
                    }
                }
            }
            None => self.texts.clear(),
        }
        let new = library.entries().get(self.texts.len()..);
        let new = new.unwrap_or_default().iter();
        let (spellings, types) = (&self.spellings, &self.types);
        self.texts
            .extend(new.map(|it| is_in_texts(it, spellings, types)));
        !is_same
    }

    fn begin(&mut self, wanted: &str, lang: Lang) {
        self.finds_all = wanted.is_empty();
        self.texts.clear();
        self.findings = FindingSet::default();
        self.kinds.clear();
        self.types.clear();
        self.made_for = Some((wanted.to_owned(), lang));
        self.spellings = spellings(wanted);
        if self.finds_all {
            return;
        }
        let wanted = &self.spellings;
        let locale = Locale::shared(lang);
        let codes = FindingCode::ALL.iter();
        let says = codes.filter(|it| {
            let words = [
                locale.finding(it.code(), ""),
                locale.finding_name(it.code()),
            ];
            words.iter().any(|text| contains(text, wanted))
        });
        self.findings = says.copied().collect();
        let kinds = MediaType::ALL.into_iter();
        self.kinds = kinds.filter(|it| contains(it.name(), wanted)).collect();
        let types = InvoiceType::ALL.into_iter();
        let is_called = |kind: &InvoiceType| contains(&words::ticket_type(kind, locale), wanted);
        self.types = types.filter(is_called).collect();
    }

    pub fn has(&self, nr: InvoiceNr, facets: &Facets) -> bool {
        self.finds_all
            || self.texts.get(nr.index()).copied().unwrap_or_default()
            || facets.has_any(self.findings)
            || facets.kind.is_some_and(|kind| self.kinds.contains(&kind))
    }
}

fn is_in_texts(entry: &Entry, wanted: &[String], types: &[InvoiceType]) -> bool {
    let particulars = &entry.particulars;
    let kind = particulars.kind.as_ref();
    if kind.is_some_and(|kind| types.contains(kind)) {
        return true;
    }
    let unlisted = kind.filter(|kind| !kind.is_listed());
    let fields = particulars.fields.iter();
    let named = fields.flat_map(|it| it.split().0);
    let file_name = entry.invoice.as_ref().map(|it| &*it.file_name);
    let texts = [
        Some(entry.id.as_str()),
        file_name,
        Some(&*entry.ticket.note),
        particulars.bill.as_ref().map(BillKey::as_str),
        unlisted.map(InvoiceType::code),
    ];
    let texts = texts.into_iter().flatten();
    texts
        .chain(named.map(|field| field.value.plain()))
        .any(|text| contains(text, wanted))
}

/// As it was typed, in half-width forms, as an input method leaves them or not, and with the brackets and the colon that
/// stand in Chinese names.
fn spellings(wanted: &str) -> Vec<String> {
    let narrow = clean(wanted).into_owned();
    let wide = narrow
        .replace('(', "（")
        .replace(')', "）")
        .replace(':', "：");
    let mut spellings = vec![wanted.to_owned()];
    for spelling in [narrow, wide] {
        if !spellings.contains(&spelling) {
            spellings.push(spelling);
        }
    }
    spellings
}

/// Whether a spelling of what is wanted is a piece of `text`; letters without accents match in either case. Copies
/// nothing, as it is asked of every invoice.
fn contains(text: &str, spellings: &[String]) -> bool {
    spellings.iter().any(|wanted| {
        wanted.is_empty()
            || text
                .as_bytes()
                .windows(wanted.len())
                .any(|piece| piece.eq_ignore_ascii_case(wanted.as_bytes()))
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_search_finds_what_is_written_in_the_other_width() {
        let finds = |text: &str, wanted: &str| contains(text, &spellings(wanted));
        assert!(finds("ID01xO4jZj", "ＩＤ０１"));
        assert!(finds("上海（集团）有限公司", "上海(集团)"));
        assert!(finds("上海(集团)有限公司", "上海（集团）"));
        assert!(finds("corp:044:13", "０４４：１３"));
        assert!(!finds("ID01xO4jZj", "ＩＤ０２"));
    }
}
