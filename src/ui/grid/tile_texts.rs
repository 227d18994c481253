//! What stands on tiles, laid out once and kept while nothing changes: words of a grid are hundreds, and most frames
//! show the same ones as the frame before.

use std::collections::HashMap;
use std::sync::Arc;

use egui::{Color32, FontId, Galley, Painter};

use crate::locale::Lang;
use crate::model::InvoiceNr;

use crate::ui::kit::theme;

/// Tiles whose texts are kept at most: some screens of them.
const MOST: usize = 2000;

/// The words of one tile.
pub struct TileTexts {
    pub id: Arc<Galley>,
    pub caption: Arc<Galley>,
    /// What kind of file it is, at the right of the caption.
    pub kind: Arc<Galley>,
    /// Its place among the invoices of its page, where there are several.
    pub on_page: Option<Arc<Galley>>,
}

/// All that the words of tiles follow from, beside the invoice itself.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Basis {
    /// Of the library: every change of an invoice is one of it.
    pub generation: u64,
    pub lang: Lang,
    pub color: Color32,
    pub tile_width: f32,
}

/// The words of the tiles that were shown last.
#[derive(Default)]
pub struct TileTextCache {
    basis: Option<Basis>,
    /// A text that is shown in every frame. Where the toolkit lays it out anew, letters have moved in the texture that
    /// holds them, and no text that was laid out before can be drawn any more.
    witness: Option<Arc<Galley>>,
    held: HashMap<InvoiceNr, Arc<TileTexts>>,
}

impl TileTextCache {
    /// Forgets what does not hold any longer.
    pub fn begin_frame(&mut self, painter: &Painter, basis: Basis) {
        let font = FontId::proportional(theme::SMALL);
        let witness = painter.layout_no_wrap("0".to_owned(), font, basis.color);
        let is_same = |old: &Arc<Galley>| Arc::ptr_eq(old, &witness);
        let still_holds = self.witness.as_ref().is_some_and(is_same);
        if !still_holds || self.basis != Some(basis) || self.held.len() > MOST {
            self.held.clear();
        }
        self.basis = Some(basis);
        self.witness = Some(witness);
    }

    pub fn get(&mut self, nr: InvoiceNr, make: impl FnOnce() -> TileTexts) -> Arc<TileTexts> {
        let texts = self.held.entry(nr).or_insert_with(|| Arc::new(make()));
        Arc::clone(texts)
    }
}

#[cfg(test)]
mod tests {
    use egui::{Context, LayerId, RawInput, Rect};

    use super::*;
    use crate::ui::kit::fonts;

    fn basis(generation: u64) -> Basis {
        Basis {
            generation,
            lang: Lang::En,
            color: Color32::WHITE,
            tile_width: 200.0,
        }
    }

    /// Whether the text is laid out in a frame of this density that begins with such a basis.
    fn is_made(ctx: &Context, cache: &mut TileTextCache, generation: u64, density: f32) -> bool {
        ctx.set_pixels_per_point(density);
        let mut is_made = false;
        let mut output = ctx.run_ui(RawInput::default(), |ui| {
            let painter = Painter::new(ui.ctx().clone(), LayerId::background(), Rect::EVERYTHING);
            cache.begin_frame(&painter, basis(generation));
            cache.get(InvoiceNr(7), || {
                is_made = true;
                let font = FontId::proportional(theme::SMALL);
                let galley = painter.layout_no_wrap("ID".to_owned(), font, Color32::WHITE);
                TileTexts {
                    id: Arc::clone(&galley),
                    caption: Arc::clone(&galley),
                    kind: galley,
                    on_page: None,
                }
            });
        });
        output.textures_delta.clear(); // nobody draws it
        is_made
    }

    #[test]
    fn texts_are_laid_out_when_they_change_and_when_letters_move() {
        let ctx = Context::default();
        fonts::install(&ctx);
        let mut cache = TileTextCache::default();
        assert!(is_made(&ctx, &mut cache, 1, 1.0));
        // The toolkit settles with its first frames.
        is_made(&ctx, &mut cache, 1, 1.0);
        assert!(!is_made(&ctx, &mut cache, 1, 1.0));
        assert!(is_made(&ctx, &mut cache, 2, 1.0), "an invoice changed");
        assert!(!is_made(&ctx, &mut cache, 2, 1.0));
        is_made(&ctx, &mut cache, 2, 2.0);
        let again = is_made(&ctx, &mut cache, 3, 2.0);
        assert!(again, "other letters at another density");
        assert!(!is_made(&ctx, &mut cache, 3, 2.0));
    }
}
