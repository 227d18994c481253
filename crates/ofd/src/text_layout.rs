//! Where the characters of a text object stand. OFD places each by steps from the one before; a step that is missing is the
//! last one again.

use vello_cpu::kurbo::{Point, Vec2};

use super::values::{steps, words};
use super::xml::Element;

/// A text object is cut after this many characters; a page full of small print has a few thousand.
const MAX_CHARS: usize = 20_000;

/// Characters that transforms may replace and glyphs that they may put there, each time that one does.
const MAX_REPLACED: usize = 2 * MAX_CHARS;

/// What to draw at a place.
#[derive(Debug, Clone, PartialEq)]
pub(super) enum TextCode {
    Char(char),
    /// A glyph of the document's own font, and the characters that it stands for: none if a glyph before it does.
    Glyph(u32, Vec<char>),
}

impl TextCode {
    /// Whether nothing is to be seen of it anyway.
    pub(super) fn is_space(&self) -> bool {
        matches!(self, Self::Char(c) if c.is_whitespace())
    }
}

/// One glyph of a text object, in the object's millimetres.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Placed {
    pub(super) code: TextCode,
    pub(super) at: Point,
    /// The step to the next glyph, or the last one again. `None` if the text says no steps.
    pub(super) step: Option<Vec2>,
}

/// A `TextCode` in a text object.
#[derive(Debug, Clone, PartialEq)]
pub(super) struct Run {
    pub(super) placed: Vec<Placed>,
    /// The text says no steps at all: characters follow each other by their widths.
    pub(super) flows: bool,
}

/// The runs of a `TextObject`.
pub(super) fn runs(object: &Element) -> Vec<Run> {
    let mut layout = TextLayout {
        runs: Vec::new(),
        begun: Point::ZERO,
        chars_left: MAX_CHARS,
    };
    let mut group = TextGroup::default();
    for child in &object.children {
        if child.is("CGTransform") {
            if !group.text_codes.is_empty() {
                layout.add(&group);
                group = TextGroup::default();
            }
            group.transforms.push(child);
        } else if child.is("TextCode") {
            group.text_codes.push(child);
        }
    }
    layout.add(&group);
    layout.runs
}

/// Transforms and the texts that follow them: their positions count through all of these.
#[derive(Default)]
struct TextGroup<'e> {
    transforms: Vec<&'e Element>,
    text_codes: Vec<&'e Element>,
}

struct TextLayout {
    runs: Vec<Run>,
    /// Where the last text began.
    begun: Point,
    chars_left: usize,
}

impl TextLayout {
    fn add(&mut self, group: &TextGroup<'_>) {
        let mut texts = Vec::with_capacity(group.text_codes.len());
        for text_code in &group.text_codes {
            let chars = characters(text_code.text(), self.chars_left);
            self.chars_left -= chars.len();
            texts.push(chars);
        }
        let mut codes = codes(&texts.concat(), &group.transforms).into_iter();
        for (text_code, chars) in group.text_codes.iter().zip(&texts) {
            self.begun = Point::new(
                text_code.number("X").unwrap_or(self.begun.x),
                text_code.number("Y").unwrap_or(self.begun.y),
            );
            let own = codes.by_ref().take(chars.len()).flatten().collect();
            self.runs.push(run(text_code, self.begun, own));
        }
    }
}

fn run(text_code: &Element, begun: Point, codes: Vec<TextCode>) -> Run {
    let most = codes.len();
    let across = text_code.attribute("DeltaX").map(|text| steps(text, most));
    let down = text_code.attribute("DeltaY").map(|text| steps(text, most));
    let flows = across.is_none() && down.is_none();
    let step = |index: usize| -> Option<Vec2> {
        let at = |steps: &Option<Vec<f64>>| {
            let steps = steps.as_ref()?;
            steps.get(index).or_else(|| steps.last()).copied()
        };
        match (at(&across), at(&down)) {
            (None, None) => None,
            (x, y) => Some(Vec2::new(x.unwrap_or(0.0), y.unwrap_or(0.0))),
        }
    };
    let mut at = begun;
    let mut placed = Vec::with_capacity(most);
    for (index, code) in codes.into_iter().enumerate() {
        let step = step(index);
        placed.push(Placed { code, at, step });
        at += step.unwrap_or_default();
    }
    Run { placed, flows }
}

/// `most` at most. Line breaks are the work of programs that make XML look neat.
fn characters(text: &str, most: usize) -> Vec<char> {
    let is_break = |c: char| matches!(c, '\r' | '\n' | '\t');
    let text = if text.starts_with(is_break) {
        text.trim_start()
    } else {
        text
    };
    let neat_end = text.trim_end_matches(' ').ends_with(is_break);
    let text = if neat_end { text.trim_end() } else { text };
    text.chars()
        .filter(|c| !c.is_control())
        .take(most)
        .collect()
}

/// By character: itself, or the glyphs that transforms put in its place, none if a glyph before it stands for it too.
/// Steps are from glyph to glyph.
fn codes(chars: &[char], transforms: &[&Element]) -> Vec<Vec<TextCode>> {
    let mut codes: Vec<Vec<TextCode>> = chars.iter().map(|c| vec![TextCode::Char(*c)]).collect();
    let mut left = MAX_REPLACED;
    for transform in transforms {
        let count = |name| transform.number(name).map(|count| count.max(1.0) as usize);
        let position = transform.number("CodePosition").unwrap_or(0.0).max(0.0) as usize;
        let covered = count("CodeCount").unwrap_or(1);
        // Who says no number of glyphs and means more than one character has one for each.
        let glyphs = count("GlyphCount").unwrap_or(covered);
        let ids = transform.child_text("Glyphs").unwrap_or_default();
        let ids = words(ids).map_while(|word| word.parse::<u32>().ok());
        let ids: Vec<u32> = ids.take(glyphs.min(left)).collect();
        let Some(rest) = chars.get(position..).filter(|_| !ids.is_empty()) else {
            continue;
        };
        let covered_chars = &rest[..covered.min(rest.len()).min(left)];
        left -= ids.len().max(covered_chars.len());
        let slots = codes[position..].iter_mut();
        if glyphs == covered {
            for ((c, slot), id) in rest.iter().zip(slots).zip(ids) {
                *slot = vec![TextCode::Glyph(id, vec![*c])];
            }
        } else {
            for (at, slot) in slots.take(covered_chars.len()).enumerate() {
                let is_first = at == 0;
                *slot = if is_first {
                    cluster(&ids, covered_chars)
                } else {
                    Vec::new()
                };
            }
        }
    }
    codes
}

/// Glyphs that stand for characters together. Each has its own character; the last one has those that are left.
fn cluster(ids: &[u32], chars: &[char]) -> Vec<TextCode> {
    let last = ids.len().saturating_sub(1);
    let own = |index: usize| {
        let end = if index == last {
            chars.len()
        } else {
            index + 1
        };
        chars.get(index..end).unwrap_or_default().to_vec()
    };
    let glyphs = ids.iter().enumerate();
    glyphs
        .map(|(at, id)| TextCode::Glyph(*id, own(at)))
        .collect()
}

#[cfg(test)]
mod tests {
    use super::super::budget::DrawBudget;
    use super::super::xml;
    use super::*;

    fn runs_of(inner: &str) -> Vec<Run> {
        let object = format!("<TextObject>{inner}</TextObject>");
        runs(&xml::parse(object.as_bytes(), &mut DrawBudget::new()).expect("an object"))
    }

    fn places(inner: &str) -> Vec<(f64, f64)> {
        let runs = runs_of(inner);
        let placed = runs.iter().flat_map(|run| &run.placed);
        placed.map(|placed| (placed.at.x, placed.at.y)).collect()
    }

    fn codes_of(inner: &str, run: usize) -> Vec<TextCode> {
        let run = runs_of(inner).swap_remove(run);
        run.placed.into_iter().map(|placed| placed.code).collect()
    }

    #[test]
    fn characters_step_across_and_down() {
        let text = "<TextCode X='3' Y='4' DeltaX='2 2 -4 2' DeltaY='g 2 0 5 0'>abcde</TextCode>";
        let expected = [(3.0, 4.0), (5.0, 4.0), (7.0, 4.0), (3.0, 9.0), (5.0, 9.0)];
        assert_eq!(places(text), expected);
    }

    #[test]
    fn the_last_step_is_repeated() {
        let text = "<TextCode X='0' Y='1' DeltaX='g 2 3'>abcde</TextCode>";
        let across: Vec<f64> = places(text).iter().map(|place| place.0).collect();
        assert_eq!(across, [0.0, 3.0, 6.0, 9.0, 12.0]);
        assert_eq!(
            places("<TextCode X='1' DeltaY='2'>ab</TextCode>"),
            [(1.0, 0.0), (1.0, 2.0)]
        );
    }

    #[test]
    fn a_missing_place_is_that_of_the_text_before() {
        let text =
            "<TextCode X='3' Y='4'>a</TextCode><TextCode Y='9'>b</TextCode><TextCode>c</TextCode>";
        assert_eq!(places(text), [(3.0, 4.0), (3.0, 9.0), (3.0, 9.0)]);
        assert!(runs_of(text).iter().all(|run| run.flows));
    }

    #[test]
    fn line_breaks_of_neat_xml_are_no_characters() {
        for text in ["\n   ab\n  ", "ab", "a\r\nb"] {
            assert_eq!(
                places(&format!("<TextCode>{text}</TextCode>")).len(),
                2,
                "{text:?}"
            );
        }
        assert_eq!(places("<TextCode> ab  </TextCode>").len(), 5);
    }

    #[test]
    fn transforms_put_glyphs_in_the_place_of_characters() {
        let text = "<CGTransform CodePosition='1' CodeCount='2' GlyphCount='2'><Glyphs>7 8</Glyphs></CGTransform>\
            <CGTransform CodePosition='3' CodeCount='2' GlyphCount='1'><Glyphs>9</Glyphs></CGTransform>\
            <CGTransform CodePosition='5' GlyphCount='2'><Glyphs>3 4</Glyphs></CGTransform>\
            <CGTransform CodePosition='7' CodeCount='2'><Glyphs>5 6</Glyphs></CGTransform>\
            <TextCode>abcdefghi</TextCode>";
        let expected = [
            TextCode::Char('a'),
            TextCode::Glyph(7, vec!['b']),
            TextCode::Glyph(8, vec!['c']),
            TextCode::Glyph(9, vec!['d', 'e']),
            TextCode::Glyph(3, vec!['f']),
            TextCode::Glyph(4, vec![]),
            TextCode::Char('g'),
            TextCode::Glyph(5, vec!['h']),
            TextCode::Glyph(6, vec!['i']),
        ];
        assert_eq!(codes_of(text, 0), expected);
    }

    #[test]
    fn steps_lead_from_glyph_to_glyph() {
        // Four characters, but two of them are one glyph and another one is two.
        let text = "<CGTransform CodePosition='1' CodeCount='2' GlyphCount='1'><Glyphs>9</Glyphs></CGTransform>\
            <CGTransform CodePosition='3' GlyphCount='2'><Glyphs>3 4</Glyphs></CGTransform>\
            <TextCode DeltaX='1 10 100'>affi</TextCode>";
        let across: Vec<f64> = places(text).iter().map(|place| place.0).collect();
        assert_eq!(across, [0.0, 1.0, 11.0, 111.0]);
    }

    #[test]
    fn positions_count_over_texts_that_share_transforms() {
        let glyph = |position: u32| {
            format!("<CGTransform CodePosition='{position}'><Glyphs>5</Glyphs></CGTransform>")
        };
        let shared = format!("{}<TextCode>ab</TextCode><TextCode>cd</TextCode>", glyph(3));
        assert_eq!(codes_of(&shared, 1)[1], TextCode::Glyph(5, vec!['d']));
        let across = "<CGTransform CodePosition='1' CodeCount='2' GlyphCount='2'><Glyphs>5 6</Glyphs></CGTransform>\
            <TextCode>ab</TextCode><TextCode>cd</TextCode>";
        assert_eq!(codes_of(across, 0)[1], TextCode::Glyph(5, vec!['b']));
        assert_eq!(codes_of(across, 1)[0], TextCode::Glyph(6, vec!['c']));
        let own = format!("<TextCode>ab</TextCode>{}<TextCode>cd</TextCode>", glyph(1));
        assert_eq!(codes_of(&own, 1)[1], TextCode::Glyph(5, vec!['d']));
        assert_eq!(codes_of(&own, 0)[1], TextCode::Char('b'));
    }

    #[test]
    fn endless_counts_are_bounded_by_the_text() {
        let text = "<CGTransform CodePosition='4000000' CodeCount='4000000'><Glyphs>1</Glyphs></CGTransform>\
            <TextCode DeltaX='g 2000000000 5'>ab</TextCode>";
        assert_eq!(places(text), [(0.0, 0.0), (5.0, 0.0)]);
    }
}
