//! The report as one JSON object: stable, versioned, written row by row.

use std::io::{self, Write};

use serde::Serialize;

use crate::redact::RedactingWriter;

use super::head::Head;
use super::picture::RowPicture;
use super::row::Row;
use super::writer::RowWriter;

/// Version of the report's format.
pub const VERSION: u32 = 1;

/// Writes rows as they come; pictures have no place in it.
pub struct JsonWriter<W: Write> {
    out: RedactingWriter<W>,
    rows: usize,
}

impl<W: Write> JsonWriter<W> {
    pub fn begin(out: W, head: &Head) -> io::Result<Self> {
        let mut out = RedactingWriter::new(out);
        let generated = head.generated();
        writeln!(
            out,
            "{{\n  \"version\": {VERSION},\n  \"generated\": \"{generated}\","
        )?;
        let platform = serde_json::to_string(&head.platform)?;
        writeln!(out, "  \"platform\": {platform},")?;
        writeln!(out, "  \"scope\": \"{}\",", head.scope.code())?;
        for (name, text) in [
            ("summary", indented(&head.summary, 2)?),
            ("reconciliation", indented(&head.reconciliation, 2)?),
            ("review", indented(&head.review, 2)?),
        ] {
            writeln!(out, "  \"{name}\": {text},")?;
        }
        write!(out, "  \"invoices\": [")?;
        Ok(Self { out, rows: 0 })
    }
}

impl<W: Write + Send> RowWriter for JsonWriter<W> {
    fn row(&mut self, row: &Row, _picture: RowPicture<'_>) -> io::Result<()> {
        let separator = if self.rows == 0 { "" } else { "," };
        let text = indented(row, 4)?;
        self.rows += 1;
        write!(self.out, "{separator}\n    {text}")
    }

    fn finish(self: Box<Self>) -> io::Result<()> {
        let mut out = self.out;
        let end = if self.rows == 0 {
            "]\n}\n"
        } else {
            "\n  ]\n}\n"
        };
        out.write_all(end.as_bytes())?;
        out.into_inner()?.flush()
    }
}

/// Its lines but the first moved to the right: no text in JSON holds the end of a line.
fn indented(value: &impl Serialize, by: usize) -> io::Result<String> {
    let text = serde_json::to_string_pretty(value)?;
    Ok(text.replace('\n', &format!("\n{:by$}", "")))
}

#[cfg(test)]
mod tests {
    use serde_json::Value;

    use super::*;
    use crate::model::{Reason, Verdict};
    use crate::report::fixtures;

    fn written(rows: &[Row]) -> String {
        let mut out = Vec::new();
        let head = fixtures::head(rows);
        let mut writer = JsonWriter::begin(&mut out, &head).expect("memory takes it");
        for row in rows {
            writer.row(row, RowPicture::NotAsked).expect("written");
        }
        Box::new(writer).finish().expect("written");
        String::from_utf8(out).expect("UTF-8")
    }

    fn json(rows: &[Row]) -> Value {
        serde_json::from_str(&written(rows)).expect("JSON")
    }

    #[test]
    fn the_format_is_as_written_down() {
        let json = json(&fixtures::rows());
        assert_eq!(json["version"], 1);
        assert_eq!(json["generated"], "2026-11-22T10:00:00Z");
        assert_eq!(json["summary"]["asked"], 3);
        assert_eq!(json["summary"]["not_found"], 1);
        assert_eq!(json["reconciliation"]["unique"], 3);
        assert_eq!(json["invoices"][1]["status"], "not_found");
        assert_eq!(json["invoices"][2]["error"]["code"], "timeout");
        assert_eq!(json["invoices"][0]["note"], "");
        assert!(json["invoices"][0]["verdict"].is_null());
        assert!(json["invoices"][0]["reason"].is_null());
    }

    #[test]
    fn it_is_written_as_a_person_would_indent_it() {
        let text = written(&fixtures::rows());
        let value: Value = serde_json::from_str(&text).expect("JSON");
        assert_eq!(text.lines().count(), {
            let pretty = serde_json::to_string_pretty(&value).expect("serialisable");
            pretty.lines().count()
        });
        assert!(text.starts_with('{') && text.ends_with("}\n"));
        assert_eq!(json(&[])["invoices"], serde_json::json!([]));
    }

    #[test]
    fn verdicts_are_counted_and_stand_in_two_columns() {
        let mut rows = fixtures::rows();
        let own = Reason::Other("印章遮住了".to_owned());
        rows[0].verdict = Some(Verdict::Correct);
        rows[1].verdict = Some(Verdict::Wrong(Some(own)));
        rows[2].verdict = Some(Verdict::Wrong(Some(Reason::CutOff)));
        let json = json(&rows);
        let column = |name: &str| -> Vec<Value> {
            let rows = json["invoices"].as_array().expect("rows");
            rows.iter().map(|row| row[name].clone()).collect()
        };
        assert_eq!(column("verdict"), ["correct", "wrong", "wrong"]);
        let reasons = column("reason");
        assert!(reasons[0].is_null());
        assert_eq!(reasons[1..], ["印章遮住了", "cut_off"]);
        let count = |name| json["summary"][name].as_u64();
        assert_eq!(
            [count("correct"), count("wrong"), count("unsure")],
            [Some(1), Some(2), Some(0)]
        );
    }

    #[test]
    fn a_secret_in_a_text_of_the_platform_is_not_written() {
        let mut rows = fixtures::rows();
        let name = "a\"b.jpg?Signature=s3cret\\\"&x=1";
        rows[0].file_name = Some(name.to_owned());
        let text = written(&rows);
        assert!(!text.contains("s3cret"), "{text}");
        let json: Value = serde_json::from_str(&text).expect("still JSON");
        let shown = json["invoices"][0]["file_name"].as_str().expect("a text");
        assert!(shown.starts_with("a\"b.jpg?Signature=…"), "{shown}");
    }
}
