//! The report as one HTML file that needs nothing else: no network, no scripts. Each invoice stands for itself, so that
//! whoever made the mistake sees what is wrong; it can be printed.

use std::io::{self, Write};

use base64::engine::general_purpose::STANDARD;
use base64::write::EncoderWriter;
use serde_json::Value;

use crate::locale::Locale;
use crate::model::{Reason, Verdict};

use super::cell::{self, Cell, Column, text_of};
use super::head::Head;
use super::picture::{Jpeg, RowPicture};
use super::row::Row;
use super::said::said;
use super::words;
use super::writer::RowWriter;
use super::xlsx::scope;

const STYLE: &str = include_str!("html.css");

pub struct HtmlWriter<W: Write> {
    out: W,
    locale: &'static Locale,
    rows: usize,
}

impl<W: Write> HtmlWriter<W> {
    pub fn begin(mut out: W, head: &Head, locale: &'static Locale) -> io::Result<Self> {
        let title = escaped(&locale.with("report-title", &[]));
        let lang = locale.lang().tag();
        // Whatever slips into a text, a browser runs nothing and asks nobody.
        write!(
            out,
            "<!DOCTYPE html>\n<html lang=\"{lang}\">\n<head>\n<meta charset=\"utf-8\">\n\
             <meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; img-src data:; \
             style-src 'unsafe-inline'\">\n\
             <meta name=\"viewport\" content=\"width=device-width\">\n\
             <title>{title}</title>\n<style>{STYLE}</style>\n</head>\n<body>\n<h1>{title}</h1>\n"
        )?;
        let scope = escaped(&scope(head, locale));
        writeln!(
            out,
            "<p class=\"weak\">{} {} · {scope}</p>",
            escaped(&locale.with("report-made", &[])),
            head.generated_here()
        )?;
        out.write_all(b"<div class=\"head\">\n")?;
        for section in said(head, locale) {
            write!(
                out,
                "<section><h2>{}</h2><table>",
                escaped(&section.heading)
            )?;
            for (label, value) in section.lines {
                let (label, value) = (escaped(&label), escaped(&value));
                write!(out, "<tr><th>{label}</th><td>{value}</td></tr>")?;
            }
            out.write_all(b"</table></section>\n")?;
        }
        let legend = [("ocr", "legend-ocr"), ("own", "legend-corrected")];
        out.write_all(b"</div>\n<p class=\"legend\">")?;
        for (class, key) in legend {
            let text = escaped(&locale.with(key, &[]));
            write!(out, "<span class=\"{class}\"></span>{text} ")?;
        }
        out.write_all(b"</p>\n")?;
        Ok(Self {
            out,
            locale,
            rows: 0,
        })
    }

    /// What a reader looks for first: what was said against it, and what would be right.
    fn judged(&self, row: &Row) -> Facts {
        let mut facts = Facts::new(self.locale);
        facts.add("column-note", Some(row.note.clone()));
        for column in [Column::Corrections, Column::Second] {
            facts.column(column, row);
        }
        let moved = row.region.as_ref().zip(row.corrected_region.as_ref());
        let moved = moved.map(|(it, own)| moves(&it.page, own, self.locale));
        facts.add("fact-moved", moved);
        facts
    }

    /// All else that is known of it.
    fn known(&self, row: &Row) -> Facts {
        let locale = self.locale;
        let mut facts = Facts::new(locale);
        for column in [
            Column::Bill,
            Column::Kind,
            Column::Code,
            Column::Number,
            Column::Date,
            Column::Total,
            Column::Tax,
            Column::Buyer,
            Column::Seller,
        ] {
            facts.column(column, row);
        }
        facts.add("column-status", Some(cell::status(row, locale)));
        facts.add("column-file", row.file_name.clone());
        facts.add("column-on-page", cell::on_page(row));
        facts.add("fact-page", row.page_key.clone());
        let region = row.region.as_ref();
        facts.add("fact-raw", region.map(|it| joined(&it.raw)));
        facts.add("fact-region", region.map(|it| corners(&it.page, locale)));
        let own = row.corrected_region.as_ref();
        facts.add("fact-corrected", own.map(|it| corners(it, locale)));
        let iou = row.corrected_iou.as_ref();
        facts.add("column-iou", iou.map(Value::to_string));
        facts.add("column-reviewer", row.reviewer.clone());
        facts.add("column-judged", row.judged_there.clone());
        let by_sheet = row.accepted_by_sheet.then_some("cell-yes");
        facts.add("column-sheet", by_sheet.map(|key| locale.with(key, &[])));
        let findings = row.findings.iter().map(|it| it.message.as_str());
        let findings: Vec<&str> = findings.collect();
        facts.add("column-findings", Some(findings.join("\n")));
        facts
    }

    fn picture(&mut self, row: &Row, picture: RowPicture<'_>) -> io::Result<()> {
        match picture {
            RowPicture::NotAsked => Ok(()),
            RowPicture::Missing(why) => {
                writeln!(self.out, "<p class=\"missing\">{}</p>", escaped(why))
            }
            RowPicture::Jpeg(jpeg) => {
                let Jpeg { width, height, .. } = jpeg;
                write!(
                    self.out,
                    "<figure><img width=\"{width}\" height=\"{height}\" alt=\"{}\" src=\"data:image/jpeg;base64,",
                    escaped(row.id.as_str())
                )?;
                let mut encoder = EncoderWriter::new(&mut self.out, &STANDARD);
                encoder.write_all(&jpeg.bytes)?;
                encoder.finish()?;
                drop(encoder);
                self.out.write_all(b"\">")?;
                if row.is_crop {
                    let text = escaped(&self.locale.with("report-crop", &[]));
                    write!(self.out, "<figcaption>{text}</figcaption>")?;
                }
                self.out.write_all(b"</figure>\n")
            }
        }
    }
}

impl<W: Write + Send> RowWriter for HtmlWriter<W> {
    fn row(&mut self, row: &Row, picture: RowPicture<'_>) -> io::Result<()> {
        self.rows += 1;
        let (class, verdict) = match &row.verdict {
            Some(Verdict::Wrong(reason)) => ("wrong", wrong(reason.as_ref(), self.locale)),
            Some(verdict) => (verdict.code(), words::verdict(verdict, self.locale)),
            None => ("unjudged", self.locale.with("filter-unjudged", &[])),
        };
        let id = escaped(row.id.as_str());
        write!(
            self.out,
            "<article id=\"{id}\" class=\"{class}\">\n<h3><span class=\"weak\">{}</span> {id} \
             <span class=\"verdict\">{}</span></h3>\n",
            self.rows,
            escaped(&verdict)
        )?;
        self.picture(row, picture)?;
        self.out.write_all(b"<div>")?;
        for (class, facts) in [("judged", self.judged(row)), ("known", self.known(row))] {
            if facts.lines.is_empty() {
                continue;
            }
            write!(self.out, "<table class=\"{class}\">")?;
            for (label, value) in facts.lines {
                let (label, value) = (escaped(&label), escaped(&value));
                write!(self.out, "<tr><th>{label}</th><td>{value}</td></tr>")?;
            }
            self.out.write_all(b"</table>")?;
        }
        self.out.write_all(b"</div>\n</article>\n")
    }

    fn finish(mut self: Box<Self>) -> io::Result<()> {
        self.out.write_all(b"</body>\n</html>\n")?;
        self.out.flush()
    }
}

/// Labels with what they say, those alone that say something.
struct Facts {
    locale: &'static Locale,
    lines: Vec<(String, String)>,
}

impl Facts {
    fn new(locale: &'static Locale) -> Self {
        let lines = Vec::new();
        Self { locale, lines }
    }

    fn add(&mut self, key: &str, value: Option<String>) {
        if let Some(value) = value.filter(|value| !value.is_empty()) {
            self.lines.push((self.locale.with(key, &[]), value));
        }
    }

    fn column(&mut self, column: Column, row: &Row) {
        let value = match column.cell(0, row, self.locale) {
            Cell::Empty => None,
            Cell::Text(text) | Cell::Amount(_, text) => Some(text),
            Cell::Number(number) => Some(number.to_string()),
        };
        self.add(&format!("column-{}", column.key()), value);
    }
}

/// That it is wrong, and why, or that nobody said why.
fn wrong(reason: Option<&Reason>, locale: &Locale) -> String {
    let reason = match reason {
        Some(reason) => words::reason(reason, locale),
        None => locale.with("filter-no-reason", &[]),
    };
    locale.with("report-wrong", &[("reason", reason.into())])
}

fn joined(numbers: &[Value]) -> String {
    let numbers: Vec<String> = numbers.iter().map(Value::to_string).collect();
    numbers.join(", ")
}

fn corners(corners: &[Value; 4], locale: &Locale) -> String {
    sides(corners.iter().map(Value::to_string), locale)
}

/// Which borders are to be moved, where to and how far.
fn moves(from: &[Value; 4], to: &[Value; 4], locale: &Locale) -> String {
    let sides = ["left", "top", "right", "bottom"];
    let moved = sides.into_iter().zip(from.iter().zip(to));
    let moved = moved.filter_map(|(side, (from, to))| {
        let by = to.as_f64()? - from.as_f64()?;
        let pixels = (by.abs() * 10.0).round() / 10.0;
        let way = if by > 0.0 { "on" } else { "back" };
        let values = [
            ("side", side.into()),
            ("way", way.into()),
            ("by", pixels.to_string().into()),
        ];
        (pixels > 0.0).then(|| locale.with("fact-move", &values))
    });
    moved.collect::<Vec<_>>().join("\n")
}

fn sides(mut values: impl Iterator<Item = String>, locale: &Locale) -> String {
    let mut next = || values.next().unwrap_or_default();
    let values = [
        ("left", next().into()),
        ("top", next().into()),
        ("right", next().into()),
        ("bottom", next().into()),
    ];
    locale.with("fact-corners", &values)
}

/// A text that is shown as it is, and nothing else.
fn escaped(text: &str) -> String {
    let text = text_of(text);
    let mut shown = String::with_capacity(text.len());
    for c in text.chars() {
        match c {
            '&' => shown.push_str("&amp;"),
            '<' => shown.push_str("&lt;"),
            '>' => shown.push_str("&gt;"),
            '"' => shown.push_str("&quot;"),
            '\'' => shown.push_str("&#39;"),
            '\n' => shown.push_str("<br>"),
            c => shown.push(c),
        }
    }
    shown
}

#[cfg(test)]
mod tests {
    use base64::Engine as _;

    use super::*;
    use crate::locale::Lang;
    use crate::report::fixtures;
    use crate::report::picture::excerpt;

    fn written(rows: &[Row], picture: RowPicture<'_>, lang: Lang) -> String {
        let mut out = Vec::new();
        let head = fixtures::head(rows);
        let mut writer = HtmlWriter::begin(&mut out, &head, Locale::shared(lang)).expect("begun");
        for row in rows {
            writer.row(row, picture).expect("written");
        }
        Box::new(writer).finish().expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    #[test]
    fn a_text_from_outside_is_shown_and_nothing_else() {
        let mut rows = fixtures::rows();
        let script = "\"><script>alert('x')</script>\u{202e}";
        rows[0].note = script.to_owned();
        rows[0].file_name = Some("../../etc/passwd?Signature=s3cret".to_owned());
        rows[0].reviewer = Some("<img src=http://a.example>".to_owned());
        rows[1].error = None;
        let text = written(&rows, RowPicture::Missing(script), Lang::ZhCn);
        assert!(!text.contains("<script") && !text.contains("<img src=http"));
        assert!(!text.contains("s3cret") && !text.contains('\u{202e}'));
        assert!(text.contains("&quot;&gt;&lt;script&gt;alert(&#39;x&#39;)&lt;/script&gt;"));
        assert!(text.contains("lang=\"zh-CN\"") && text.ends_with("</html>\n"));
    }

    #[test]
    fn pictures_are_in_it_and_nothing_is_fetched() {
        let rgba = [200, 210, 220, 255].repeat(300 * 200);
        let jpeg = excerpt((300, 200), &rgba, None, None).expect("encoded");
        let text = written(&fixtures::rows(), RowPicture::Jpeg(&jpeg), Lang::En);
        let data = STANDARD.encode(&jpeg.bytes);
        assert_eq!(text.matches(&data).count(), 3);
        let elsewhere = ["http://", "https://", "<script", "<link", "@import"];
        for way in elsewhere {
            assert!(!text.contains(way), "{way}");
        }
    }
}
