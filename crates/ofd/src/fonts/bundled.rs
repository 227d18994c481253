//! The fonts in this crate that stand in for those which a document names and a system lacks.

use super::Family;

/// Latin and GBK in a sans, for 黑体: a whole font file with one face.
pub const HEI: &[u8] = include_bytes!("../../fonts/NotoSansSC-Regular-GBK.otf");
const SONG: &[u8] = include_bytes!("../../fonts/NotoSerifSC-Regular-GBK.otf");
const KAI: &[u8] = include_bytes!("../../fonts/TicketKai-Regular-GB2312.ttf");
const MONO: &[u8] = include_bytes!("../../fonts/Cousine-Regular-Latin.ttf");
const SERIF: &[u8] = include_bytes!("../../fonts/Tinos-Regular-Latin.ttf");
const SANS: &[u8] = include_bytes!("../../fonts/Arimo-Regular-Latin.ttf");

/// A whole font file with one face.
pub(super) fn font(family: Family) -> &'static [u8] {
    match family {
        Family::Song => SONG,
        Family::Kai => KAI,
        Family::Hei => HEI,
        Family::Mono => MONO,
        Family::Serif => SERIF,
        Family::Sans => SANS,
    }
}
