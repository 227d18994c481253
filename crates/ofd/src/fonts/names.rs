//! What the name of a font tells: its family, its weight, and other names of the very same font.

use super::Family;

/// Names of one font, and the family to look in if it is not installed. Keys as [`key`] makes them.
struct Known {
    family: Family,
    keys: &'static [&'static str],
}

const fn known(family: Family, keys: &'static [&'static str]) -> Known {
    Known { family, keys }
}

/// Each row is one font; rows of a family stand in the order in which they may replace each other.
const KNOWN: &[Known] = &[
    known(
        Family::Song,
        &["simsun", "宋体", "nsimsun", "新宋体", "song", "simsunextb"],
    ),
    known(Family::Song, &["stsong", "华文宋体", "songtisc", "宋体简"]),
    known(
        Family::Song,
        &["fangsong", "仿宋", "simfang", "stfangsong", "华文仿宋"],
    ),
    known(
        Family::Song,
        &["fzssk", "方正书宋简体", "fzsongs", "方正宋体s超大字符集"],
    ),
    known(Family::Song, &["stzhongsong", "华文中宋", "方正小标宋简体"]),
    known(Family::Song, &["arplumingcn", "arplsungtilgb", "unisong"]),
    known(Family::Kai, &["kaiti", "楷体", "simkai", "kai"]),
    known(Family::Kai, &["stkaiti", "华文楷体", "kaitisc", "楷体简"]),
    known(Family::Kai, &["fzktk", "方正楷体简体"]),
    known(Family::Kai, &["arplukaicn", "arplkaitimgb"]),
    known(Family::Kai, &["lxgwwenkai", "霞鹜文楷"]),
    known(Family::Hei, &["simhei", "黑体", "hei"]),
    known(
        Family::Hei,
        &["microsoftyahei", "微软雅黑", "msyh", "microsoftyaheiui"],
    ),
    known(Family::Hei, &["dengxian", "等线"]),
    known(
        Family::Hei,
        &[
            "pingfangsc",
            "stheiti",
            "heitisc",
            "stxihei",
            "华文细黑",
            "华文黑体",
        ],
    ),
    known(Family::Hei, &["fzhtk", "方正黑体简体"]),
    known(Family::Mono, &["couriernew", "couriernewps", "courier"]),
    known(Family::Mono, &["cousine", "liberationmono", "nimbusmonops"]),
    known(Family::Mono, &["consolas", "ocrb10bt", "ocrb"]),
    known(
        Family::Serif,
        &["timesnewroman", "timesnewromanps", "times", "timesroman"],
    ),
    known(Family::Serif, &["tinos", "liberationserif", "nimbusroman"]),
    known(Family::Sans, &["arial", "helvetica"]),
    known(Family::Sans, &["arimo", "liberationsans", "nimbussans"]),
];

/// For fonts that no row knows: the first part that a key contains decides.
const PARTS: &[(&str, Family)] = &[
    ("kai", Family::Kai),
    ("楷", Family::Kai),
    ("hei", Family::Hei),
    ("黑", Family::Hei),
    ("song", Family::Song),
    ("宋", Family::Song),
    ("ming", Family::Song),
    ("courier", Family::Mono),
    ("mono", Family::Mono),
    ("consol", Family::Mono),
    ("times", Family::Serif),
    ("serifsc", Family::Song),
    ("serifcjk", Family::Song),
    ("sanssc", Family::Hei),
    ("sanscjk", Family::Hei),
    ("roman", Family::Serif),
    ("georgia", Family::Serif),
    ("arial", Family::Sans),
    ("helvetica", Family::Sans),
    ("sans", Family::Sans),
    ("calibri", Family::Sans),
    ("verdana", Family::Sans),
    ("tahoma", Family::Sans),
];

/// Endings that tell the style, the maker or the character set but not the font.
const ENDINGS: [&str; 12] = [
    "bold", "italic", "oblique", "regular", "gb2312", "gbk", "gb18030", "psmt", "mt", "light",
    "std", "roman",
];

/// A font's name, resolved as far as it goes without looking at installed fonts.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub(super) struct FontName {
    pub(super) family: Family,
    /// Keys of the font itself: all its names if it is known, else the one given.
    pub(super) keys: Vec<String>,
    pub(super) bold: bool,
    pub(super) italic: bool,
}

impl FontName {
    pub(super) fn parse(name: &str) -> Self {
        let plain = key(without_subset_tag(name));
        let stem = without_endings(&plain);
        let row = KNOWN
            .iter()
            .find(|row| row.keys.contains(&plain.as_str()) || row.keys.contains(&stem));
        let (family, mut keys) = match row {
            Some(row) => (
                row.family,
                row.keys.iter().map(ToString::to_string).collect(),
            ),
            None => (guess(&plain), Vec::new()),
        };
        for own in [stem.to_owned(), plain.clone()] {
            if !own.is_empty() && !keys.contains(&own) {
                keys.insert(0, own);
            }
        }
        Self {
            family,
            keys,
            bold: plain.contains("bold") || plain.contains("black") || plain.ends_with("粗体"),
            italic: plain.contains("italic") || plain.contains("oblique"),
        }
    }
}

/// Keys of installed fonts that may stand in for a family, best first.
pub(super) fn substitutes(family: Family) -> impl Iterator<Item = &'static str> {
    KNOWN
        .iter()
        .filter(move |row| row.family == family)
        .flat_map(|row| row.keys.iter().copied())
}

/// Letters and digits in lower case: writers differ in spaces, hyphens and commas.
pub(super) fn key(name: &str) -> String {
    name.chars()
        .filter(|c| c.is_alphanumeric())
        .flat_map(char::to_lowercase)
        .collect()
}

/// Subsets in a PDF are named `ABCDEF+Name`.
fn without_subset_tag(name: &str) -> &str {
    match name.split_once('+') {
        Some((tag, rest)) if tag.len() == 6 && tag.bytes().all(|b| b.is_ascii_uppercase()) => rest,
        _ => name,
    }
}

fn without_endings(key: &str) -> &str {
    let mut stem = key;
    while let Some(shorter) = ENDINGS
        .iter()
        .find_map(|ending| stem.strip_suffix(ending))
        .filter(|shorter| !shorter.is_empty())
    {
        stem = shorter;
    }
    stem
}

fn guess(key: &str) -> Family {
    PARTS
        .iter()
        .find(|(part, _)| key.contains(part))
        .map_or(Family::Song, |(_, family)| *family)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_that_documents_use_find_their_family() {
        for (name, family) in [
            ("宋体", Family::Song),
            ("SimSun", Family::Song),
            ("NSimSun", Family::Song),
            ("新宋体", Family::Song),
            ("仿宋", Family::Song),
            ("FangSong_GB2312", Family::Song),
            ("STSong-Light", Family::Song),
            ("楷体_GB2312", Family::Kai),
            ("KaiTi", Family::Kai),
            ("STKaiti", Family::Kai),
            ("方正楷体_GBK", Family::Kai),
            ("黑体", Family::Hei),
            ("ABCDEF+SimHei", Family::Hei),
            ("微软雅黑", Family::Hei),
            ("DengXian", Family::Hei),
            ("Courier New", Family::Mono),
            ("CourierNewPS-BoldMT", Family::Mono),
            ("Times New Roman", Family::Serif),
            ("Times-Roman", Family::Serif),
            ("Arial", Family::Sans),
            ("Helvetica-BoldOblique", Family::Sans),
            ("", Family::Song),
            ("Mystery", Family::Song),
        ] {
            assert_eq!(FontName::parse(name).family, family, "{name}");
        }
    }

    #[test]
    fn style_is_read_from_the_name() {
        let named = FontName::parse("Arial,BoldItalic");
        assert!(named.bold && named.italic);
        assert!(named.keys.contains(&"arial".to_owned()), "{:?}", named.keys);
        let plain = FontName::parse("宋体");
        assert!(!plain.bold && !plain.italic);
        assert!(plain.keys.contains(&"simsun".to_owned()));
    }

    #[test]
    fn a_font_is_not_its_familys_other_font() {
        let keys = FontName::parse("FangSong").keys;
        assert!(!keys.contains(&"simsun".to_owned()), "{keys:?}");
        assert!(substitutes(Family::Song).any(|key| key == "simsun"));
    }

    #[test]
    fn every_key_is_written_as_key_makes_it() {
        for row in KNOWN {
            for name in row.keys {
                assert_eq!(&key(name), name);
            }
        }
    }
}
