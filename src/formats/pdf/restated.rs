//! Fonts that a file names without holding them, stated anew at the file's end in words by which the renderer asks for
//! them: it draws simple fonts in one of the fourteen standard ones whatever their name is, and cannot read names in GBK.
//!
//! Chinese tickets set letters and digits in simple 宋体 and 黑体. As a composite font of the same letters, codes and
//! widths, such a font is asked for by its name, and gets the stand-in that any other Chinese font gets.

use std::fmt::Write as _;
use std::sync::LazyLock;

use encoding_rs::{Encoding, GBK, MACINTOSH, WINDOWS_1252};
use hayro::hayro_interpret::hayro_cmap::CMapName;
use hayro::hayro_syntax::Pdf;
use hayro::hayro_syntax::object::dict::keys::{
    BASE_ENCODING, BASE_FONT, CIDSYSTEMINFO, DESCENDANT_FONTS, DIFFERENCES, ENCODING, FIRST_CHAR,
    FONT_DESC, FONT_WEIGHT, MAC_ROMAN_ENCODING, MISSING_WIDTH, ORDERING, SUBTYPE, TO_UNICODE,
    TYPE0, TYPE3, WIDTHS,
};
use hayro::hayro_syntax::object::{Array, Dict, Name, Object, ObjectIdentifier, String as Text};

use super::cells;
use super::fonts::{is_chinese, is_standard};
use super::used::{self, UsedFont};
use ofd::fonts::{self, Family};

/// Names of the two tables that say which letter a code of a simple font is.
const WINDOWS: &[u8] = b"InvoiceLens-Windows";
const MACINTOSH_ROMAN: &[u8] = b"InvoiceLens-Macintosh";

static WINDOWS_TABLE: LazyLock<Vec<u8>> = LazyLock::new(|| table(WINDOWS_1252));
static MACINTOSH_TABLE: LazyLock<Vec<u8>> = LazyLock::new(|| table(MACINTOSH));

/// Parts of names by which the renderer takes a font for a standard one, whatever else it is called.
const STANDARD_PARTS: [&str; 8] = [
    "helvetica",
    "arial",
    "sans",
    "courier",
    "mono",
    "times",
    "serif",
    "dingbats",
];

/// Weights from here on are bold.
const BOLD_FROM: f32 = 600.0;

/// The table of one of the names above.
pub(super) fn cmap(name: &CMapName<'_>) -> Option<&'static [u8]> {
    match name.to_bytes() {
        WINDOWS => Some(WINDOWS_TABLE.as_slice()),
        MACINTOSH_ROMAN => Some(MACINTOSH_TABLE.as_slice()),
        _ => None,
    }
}

/// The file with those of the fonts stated anew that need it; `None` if none does, or if it cannot be done.
pub(super) fn file(bytes: &[u8], pdf: &Pdf, fonts: &[UsedFont<'_>]) -> Option<Pdf> {
    let mut stated: Vec<(ObjectIdentifier, String)> = fonts
        .iter()
        .filter_map(|font| Some((font.id?, stated(&font.dict)?)))
        .collect();
    if stated.is_empty() {
        return None;
    }
    stated.sort_by_key(|(id, _)| *id);
    let longer = Pdf::new(appended(bytes, pdf, &stated)?).ok()?;
    let lost_nothing = longer.len() >= pdf.len() && longer.pages().len() == pdf.pages().len();
    lost_nothing.then_some(longer)
}

/// Whether the font is one that is stated anew.
pub(super) fn is_stated(font: &UsedFont<'_>) -> bool {
    font.id.is_some() && stated(&font.dict).is_some()
}

/// A later state of the file, as editors append it.
fn appended(bytes: &[u8], pdf: &Pdf, stated: &[(ObjectIdentifier, String)]) -> Option<Vec<u8>> {
    let before = memchr::memmem::rfind(bytes, b"startxref");
    let before = before.map(|at| digits(&bytes[at + b"startxref".len()..]));
    // Where no place is said, all objects are looked for, and the last of a number counts.
    let has_table = before.is_some();
    let before = before.unwrap_or_default();
    let lock = before.parse().ok().and_then(|before| lock(bytes, before));
    // Nothing that is added has strings or data, which alone are encrypted; but the file's end has to say its lock again.
    if lock.is_none() && memchr::memmem::find(bytes, b"/Encrypt").is_some() {
        return None;
    }
    let lock = lock.unwrap_or_default();
    let mut out = bytes.to_vec();
    let mut table = String::new();
    let mut most = 0;
    for (id, object) in stated {
        let (number, generation) = (id.obj_number, id.gen_number);
        most = most.max(number);
        out.push(b'\n');
        write!(table, "{number} 1\n{:010} {generation:05} n \n", out.len()).ok()?;
        out.extend(format!("{number} {generation} obj\n{object}\nendobj\n").bytes());
    }
    if !has_table {
        return Some(out);
    }
    let root = pdf.xref().root_id();
    let (root, root_generation) = (root.obj_number, root.gen_number);
    let size = most.max(pdf.len() as u32).checked_add(1)?;
    let place = out.len();
    let end = format!(
        "xref\n{table}trailer\n<</Size {size}/Root {root} {root_generation} R{lock}/Prev {before}>>\nstartxref\n{place}\n%%EOF\n"
    );
    out.extend(end.bytes());
    Some(out)
}

/// What the end of a file at `place` says of its encryption, as far as it says it in plain words.
fn lock(bytes: &[u8], place: usize) -> Option<String> {
    let end = bytes.get(place..)?;
    let end = match memchr::memmem::find(end, b"trailer") {
        Some(at) if end.starts_with(b"xref") => &end[at..],
        _ => &end[..memchr::memmem::find(end, b"stream")?],
    };
    let after = |key: &[u8]| {
        let at = memchr::memmem::find(end, key)? + key.len();
        Some(end[at..].trim_ascii_start())
    };
    let reference = after(b"/Encrypt")?;
    let number = digits(reference);
    let generation = digits(reference.get(number.len()..)?);
    let id = after(b"/ID")?.strip_prefix(b"[")?;
    let id = str::from_utf8(&id[..id.iter().position(|byte| *byte == b']')?]).ok()?;
    let is_hex = |c: char| c.is_ascii_hexdigit() || c.is_ascii_whitespace() || "<>".contains(c);
    let is_plain = !number.is_empty() && !generation.is_empty() && id.chars().all(is_hex);
    is_plain.then(|| format!("/Encrypt {number} {generation} R/ID[{id}]"))
}

/// The number at the beginning.
fn digits(bytes: &[u8]) -> String {
    let digits = bytes.trim_ascii_start().iter();
    let digits = digits.take_while(|byte| byte.is_ascii_digit());
    digits.map(|byte| char::from(*byte)).collect()
}

/// What to say of a font instead; `None` if it is well as it is.
fn stated(font: &Dict<'_>) -> Option<String> {
    if used::file(font).is_some() {
        return None;
    }
    let base = font.get::<Name<'_>>(BASE_FONT)?;
    let name = decoded(&base);
    match &*font.get::<Name<'_>>(SUBTYPE)? {
        TYPE3 => None,
        TYPE0 => {
            let asks_in_vain = str::from_utf8(&base).is_err() || is_taken_for_standard(&name);
            let is_chinese = is_chinese(&name) || is_chinese_collection(font);
            (asks_in_vain && is_chinese).then(|| renamed(font, &safe(&name)))?
        }
        _ => is_chinese(&name).then(|| composite(font, &name))?,
    }
}

/// A font's name as people write it.
pub(super) fn decoded(name: &[u8]) -> String {
    match str::from_utf8(name) {
        Ok(name) => name.to_owned(),
        Err(_) => GBK.decode_without_bom_handling(name).0.into_owned(),
    }
}

/// Whether the renderer draws a font of this name in one of the fourteen, though it is none.
pub(super) fn is_taken_for_standard(name: &str) -> bool {
    let name = name.to_ascii_lowercase();
    !is_standard(&name) && STANDARD_PARTS.iter().any(|part| name.contains(part))
}

/// A name of the same family that is not taken for a standard font's.
fn safe(name: &str) -> String {
    if !is_taken_for_standard(name) {
        return name.to_owned();
    }
    let family = match fonts::family(name) {
        Family::Kai => "Kai",
        Family::Song | Family::Serif => "Song",
        Family::Hei | Family::Sans | Family::Mono => "Hei",
    };
    let is_bold = name.to_lowercase().contains("bold");
    format!("{family}{}", if is_bold { ",Bold" } else { "" })
}

fn is_chinese_collection(font: &Dict<'_>) -> bool {
    let inner = font.get::<Array<'_>>(DESCENDANT_FONTS);
    let inner = inner.and_then(|list| list.iter::<Dict<'_>>().next());
    let ordering = inner
        .and_then(|inner| inner.get::<Dict<'_>>(CIDSYSTEMINFO))
        .and_then(|info| info.get::<Text<'_>>(ORDERING));
    ordering.is_some_and(|it| matches!(&*it, b"GB1" | b"CNS1" | b"Japan1" | b"Korea1"))
}

/// The same dictionary with another name in it.
fn renamed(font: &Dict<'_>, name: &str) -> Option<String> {
    let data = font.data();
    let key = b"/BaseFont";
    let at = memchr::memmem::find(data, key)? + key.len();
    let gap = data[at..]
        .iter()
        .position(|byte| !byte.is_ascii_whitespace())?;
    let rest = data[at + gap..].strip_prefix(b"/")?;
    let ends = |byte: &u8| byte.is_ascii_whitespace() || b"/<>[]()%{}".contains(byte);
    let length = rest.iter().position(ends)?;
    let before = std::str::from_utf8(&data[..at]).ok()?;
    let after = std::str::from_utf8(&rest[length..]).ok()?;
    let (start, end) = if data.starts_with(b"<<") {
        ("", "")
    } else {
        ("<<", ">>")
    };
    Some(format!("{start}{before}/{}{after}{end}", escaped(name)))
}

/// A simple font's letters as a composite font.
fn composite(font: &Dict<'_>, name: &str) -> Option<String> {
    let encoding = font.get::<Object<'_>>(ENCODING);
    let (base, has_differences) = match &encoding {
        Some(Object::Dict(dict)) => (
            dict.get::<Name<'_>>(BASE_ENCODING),
            dict.contains_key(DIFFERENCES),
        ),
        Some(Object::Name(name)) => (Some(name.clone()), false),
        _ => (None, false),
    };
    let is_macintosh = base.as_deref() == Some(MAC_ROMAN_ENCODING);
    let table = str::from_utf8(if is_macintosh {
        MACINTOSH_ROMAN
    } else {
        WINDOWS
    })
    .ok()?;
    let letters = if has_differences {
        // Only the file itself knows which letters those are.
        let said = font.get_ref(TO_UNICODE)?;
        format!("{} {} R", said.obj_number, said.gen_number)
    } else {
        format!("/{table}")
    };
    let descriptor = font.get::<Dict<'_>>(FONT_DESC).unwrap_or_default();
    let is_bold = descriptor
        .get::<f32>(FONT_WEIGHT)
        .is_some_and(|it| it >= BOLD_FROM);
    let mut name = safe(name);
    if is_bold && !name.contains("Bold") {
        name.push_str(",Bold");
    }
    let is_half_width = cells::is_half_width(&name);
    let missing = descriptor.get::<f32>(MISSING_WIDTH);
    let missing = missing.unwrap_or(if is_half_width { 500.0 } else { 0.0 });
    let name = escaped(&name);
    let widths = widths(font);
    Some(format!(
        "<</Type/Font/Subtype/Type0/BaseFont/{name}/Encoding/{table}/ToUnicode {letters}/DescendantFonts[\
         <</Type/Font/Subtype/CIDFontType2/BaseFont/{name}/DW {missing}{widths}>>]>>"
    ))
}

/// By code, as far as the font says them.
fn widths(font: &Dict<'_>) -> String {
    let (Some(first), Some(widths)) = (font.get::<u8>(FIRST_CHAR), font.get::<Array<'_>>(WIDTHS))
    else {
        return String::new();
    };
    let room = usize::from(u8::MAX - first) + 1;
    let widths = widths.iter::<f32>().take(room);
    let widths: Vec<String> = widths.map(|width| width.to_string()).collect();
    format!("/W[{first}[{}]]", widths.join(" "))
}

/// As a name is written in a file.
fn escaped(name: &str) -> String {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-_+,.".contains(&byte);
    let written = name.bytes().map(|byte| {
        if is_plain(byte) {
            char::from(byte).to_string()
        } else {
            format!("#{byte:02X}")
        }
    });
    written.collect()
}

/// Codes of one byte that number the letters of an encoding, and which letters these are.
fn table(encoding: &'static Encoding) -> Vec<u8> {
    let letter = |code: u8| {
        let code = [code];
        let (letter, _) = encoding.decode_without_bom_handling(&code);
        let letter = letter.chars().next().filter(|c| !c.is_control())?;
        Some(format!("<{:02X}> <{:04X}>\n", code[0], u32::from(letter)))
    };
    let letters: String = (0x20..=u8::MAX).filter_map(letter).collect();
    let count = letters.lines().count();
    format!(
        "begincmap\n/CIDSystemInfo <</Registry (Adobe) /Ordering (GB1) /Supplement 2>> def\n\
         1 begincodespacerange\n<00> <FF>\nendcodespacerange\n\
         1 begincidrange\n<00> <FF> 0\nendcidrange\n\
         {count} beginbfchar\n{letters}endbfchar\nendcmap\n"
    )
    .into_bytes()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_lock_is_said_again_as_far_as_it_is_plain() {
        let table =
            b"xref\n0 1\n0000000000 65535 f \ntrailer\n<</Encrypt 7 0 R/ID [<0A><0b>]/Root 1 0 R>>";
        assert_eq!(
            lock(table, 0).as_deref(),
            Some("/Encrypt 7 0 R/ID[<0A><0b>]")
        );
        let stream = b"...9 0 obj <</Type/XRef/ID[<0A> <0B>]\n/Encrypt 12 0 R>>stream\nxx";
        assert_eq!(
            lock(stream, 3).as_deref(),
            Some("/Encrypt 12 0 R/ID[<0A> <0B>]")
        );
        for other in [
            b"xref\ntrailer\n<</Root 1 0 R>>".as_slice(),
            b"xref\ntrailer\n<</Encrypt<</Filter/Standard>>/ID[<0A><0B>]>>",
            b"xref\ntrailer\n<</Encrypt 7 0 R/ID[(a)(b)]>>",
            b"xref\ntrailer\n<</Encrypt 7 0 R>>",
            b"",
        ] {
            assert_eq!(lock(other, 0), None);
        }
        assert_eq!(lock(table, table.len() + 1), None);
    }

    #[test]
    fn names_are_written_so_that_they_can_be_read() {
        assert_eq!(escaped("SimSun,Bold"), "SimSun,Bold");
        assert_eq!(escaped("黑 (体"), "#E9#BB#91#20#28#E4#BD#93");
        assert_eq!(safe("SimHei"), "SimHei");
        assert_eq!(safe("NotoSansSC-Bold"), "Hei,Bold");
        assert_eq!(safe("NotoSerifCJKsc"), "Song");
    }
}
