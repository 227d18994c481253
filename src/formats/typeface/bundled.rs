//! The fonts inside the program that stand in for those which a document names and a system lacks.

use super::Family;

/// Latin and GBK in a sans; the window's text is set in it too.
pub(crate) const HEI: &[u8] = include_bytes!("../../../assets/fonts/NotoSansSC-Regular-GBK.otf");
const SONG: &[u8] = include_bytes!("../../../assets/fonts/NotoSerifSC-Regular-GBK.otf");
const KAI: &[u8] = include_bytes!("../../../assets/fonts/TicketKai-Regular-GB2312.ttf");
const MONO: &[u8] = include_bytes!("../../../assets/fonts/Cousine-Regular-Latin.ttf");
const SERIF: &[u8] = include_bytes!("../../../assets/fonts/Tinos-Regular-Latin.ttf");
const SANS: &[u8] = include_bytes!("../../../assets/fonts/Arimo-Regular-Latin.ttf");

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
