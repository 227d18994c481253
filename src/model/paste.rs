//! Pasted text → invoice IDs: takes whatever people copy (lines, commas, tabs, a JSON array, a table
//! column, quotes, full-width punctuation, a byte order mark) and says what it left out and where.

use indexmap::IndexSet;

use super::InvoiceId;
use column::Heading;

mod column;
mod json;

/// Most rejected or repeated entries that are kept to be shown; the counts go on.
const MAX_SHOWN: usize = 500;
/// Longest piece of a rejected text that is kept to be shown, in characters.
const MAX_SHOWN_CHARS: usize = 60;

/// What was found in a pasted text.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PasteReport {
    /// Unique IDs in the order of their first appearance.
    pub ids: Vec<InvoiceId>,
    /// Lines that hold anything at all.
    pub lines: usize,
    pub repeated_count: usize,
    /// The first of the repeated IDs.
    pub repeated: Vec<Reject>,
    pub rejected_count: usize,
    /// The first of the texts that are no IDs.
    pub rejected: Vec<Reject>,
}

/// A piece of the text that gave no new ID.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Reject {
    /// Counted from 1.
    pub line: usize,
    pub text: String,
}

impl PasteReport {
    /// Reads `text`; never fails, as what is not understood is reported piece by piece.
    pub fn parse(text: &str) -> Self {
        let text = text.trim_start_matches('\u{feff}');
        let mut collector = Collector::default();
        if let Some(pieces) = json::pieces(text) {
            collector.report.lines = text.lines().filter(|line| !line.trim().is_empty()).count();
            for (line, piece) in pieces {
                collector.take(line, &piece);
            }
            return collector.finish();
        }
        match Heading::of(text) {
            Some(Heading::Column { separator, index }) => {
                let cells = column::cells(text, separator, index);
                collector.report.lines = cells.len() + 1;
                for (line, cell) in cells {
                    collector.take(line, &cell);
                }
            }
            Some(Heading::Alone) => collector.take_lines(text, 1),
            None => collector.take_lines(text, 0),
        }
        collector.finish()
    }
}

/// Gathers pieces into a report.
#[derive(Default)]
struct Collector {
    report: PasteReport,
    seen: IndexSet<InvoiceId>,
}

impl Collector {
    /// Takes every piece of every line but the first `heading_lines`.
    fn take_lines(&mut self, text: &str, heading_lines: usize) {
        self.report.lines = heading_lines;
        for (index, line) in text.lines().enumerate().skip(heading_lines) {
            let line = to_half_width(line);
            if line.trim().is_empty() {
                continue;
            }
            self.report.lines += 1;
            for piece in line.split(is_separator) {
                self.take(index + 1, piece);
            }
        }
    }

    fn take(&mut self, line: usize, piece: &str) {
        let piece = piece.trim_matches(is_wrapping);
        if piece.is_empty() {
            return;
        }
        let Ok(id) = InvoiceId::new(piece) else {
            self.report.rejected_count += 1;
            return keep(&mut self.report.rejected, line, piece);
        };
        if !self.seen.insert(id) {
            self.report.repeated_count += 1;
            keep(&mut self.report.repeated, line, piece);
        }
    }

    fn finish(mut self) -> PasteReport {
        self.report.ids = self.seen.into_iter().collect();
        self.report
    }
}

fn keep(list: &mut Vec<Reject>, line: usize, text: &str) {
    if list.len() < MAX_SHOWN {
        list.push(Reject {
            line,
            text: text.chars().take(MAX_SHOWN_CHARS).collect(),
        });
    }
}

/// What stands between two IDs on a line, after full-width forms became half-width ones.
fn is_separator(c: char) -> bool {
    c.is_whitespace() || matches!(c, ',' | ';' | '|' | '、' | '。')
}

/// What may stand around an ID without belonging to it.
fn is_wrapping(c: char) -> bool {
    c.is_whitespace()
        || matches!(
            c,
            '"' | '\''
                | '`'
                | '“'
                | '”'
                | '‘'
                | '’'
                | '「'
                | '」'
                | '『'
                | '』'
                | '【'
                | '】'
                | '《'
                | '》'
                | '['
                | ']'
                | '('
                | ')'
                | '<'
                | '>'
                | '{'
                | '}'
                | '•'
                | '·'
                | '='
        )
}

/// Full-width letters, digits and punctuation as their half-width twins; invisible characters gone.
fn to_half_width(text: &str) -> std::borrow::Cow<'_, str> {
    let is_plain = |c: char| c.is_ascii() && c != '\0';
    if text.chars().all(is_plain) {
        return text.into();
    }
    text.chars()
        .filter(|c| {
            !matches!(c, '\u{200b}'..='\u{200f}' | '\u{202a}'..='\u{202e}' | '\u{2060}' | '\u{feff}' | '\0')
        })
        .map(|c| match c {
            // The full-width forms stand in the order of ASCII, 0xFEE0 further on.
            '\u{ff01}'..='\u{ff5e}' => {
                char::from_u32(u32::from(c) - 0xfee0).unwrap_or(c)
            }
            '\u{3000}' | '\u{a0}' => ' ',
            '\u{2010}'..='\u{2015}' | '\u{2212}' => '-',
            _ => c,
        })
        .collect::<String>()
        .into()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ids(text: &str) -> Vec<String> {
        PasteReport::parse(text)
            .ids
            .iter()
            .map(ToString::to_string)
            .collect()
    }

    const A: &str = "ID01xO4jZjprrx";
    const B: &str = "5-sbyDJSOI0800";
    const C: &str = "Tdk3tgber501v0:044002105112:13116949";

    #[test]
    fn every_way_of_writing_a_list_gives_the_same_ids() {
        let texts = [
            format!("{A}\n{B}\n{C}\n"),
            format!("{A}\r\n{B}\r\n{C}"),
            format!("{A},{B},{C}"),
            format!("{A}, {B}; {C};"),
            format!("{A}\t{B}\t{C}"),
            format!("{A}，{B}、{C}。"),
            format!("{A}　{B}\u{a0}{C}"),
            format!("\u{feff}{A}\n{B}\n{C}"),
            format!("\"{A}\",\"{B}\",\"{C}\""),
            format!("“{A}” ‘{B}’ 「{C}」"),
            format!("'{A}'\n'{B}'\n'{C}'"),
            format!("[\"{A}\",\"{B}\",\n \"{C}\"]"),
            format!("{{\"invoiceId\":[\"{A}\",\"{B}\",\"{C}\"]}}"),
            format!(
                "{{\"items\":[{{\"id\":\"{A}\",\"url\":\"https://x1.example/abc123\"}},{{\"id\":\"{B}\"}},{{\"id\":\"{C}\"}}]}}"
            ),
            format!("发票ID,金额\n{A},171.00\n{B},20240307\n{C},12"),
            format!("金额\t票据编号\tdate01\n1\t{A}\t20240307\n2\t{B}\t20240308\n3\t{C}\t20240309"),
            format!("id\n{A}\n{B}\n{C}"),
            format!("\u{200b}{A}\u{200b}\n{B}\n{C}"),
        ];
        for text in texts {
            assert_eq!(ids(&text), [A, B, C], "{text:?}");
        }
    }

    #[test]
    fn full_width_letters_digits_and_colons_are_read() {
        assert_eq!(
            ids("Ｔｄｋ3tgber501v0：044002105112：13116949"),
            [C.to_owned()]
        );
    }

    #[test]
    fn repeats_and_rejects_are_counted_with_their_line() {
        let report = PasteReport::parse(&format!("{A}\n\n{B} {A}\n合计\n171.00\n{A}"));
        assert_eq!(report.ids.len(), 2);
        assert_eq!(report.lines, 5);
        assert_eq!(report.repeated_count, 2);
        assert_eq!(
            report.repeated[0],
            Reject {
                line: 3,
                text: A.into()
            }
        );
        assert_eq!(report.rejected_count, 2);
        assert_eq!(
            report.rejected[0],
            Reject {
                line: 4,
                text: "合计".into()
            }
        );
        assert_eq!(report.rejected[1].line, 5);
    }

    #[test]
    fn broken_json_is_read_as_text() {
        assert_eq!(ids(&format!("[\"{A}\",\"{B}\",")), [A, B]);
    }

    #[test]
    fn a_long_list_of_rejects_is_cut_but_counted() {
        let text = "不是编号\n".repeat(MAX_SHOWN + 7);
        let report = PasteReport::parse(&text);
        assert_eq!(report.rejected.len(), MAX_SHOWN);
        assert_eq!(report.rejected_count, MAX_SHOWN + 7);
    }

    #[test]
    fn nothing_gives_nothing() {
        assert_eq!(PasteReport::parse(""), PasteReport::default());
        assert_eq!(PasteReport::parse(" \n\t\n　"), PasteReport::default());
    }
}
