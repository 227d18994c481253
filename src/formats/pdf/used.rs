//! What a page draws with: the fonts that its visible texts are set in, and how many of the streams behind it are damaged
//! or missing. The renderer passes over both in silence; what is in the file and not needed by the page is not looked at.

use std::collections::HashSet;

use hayro::hayro_syntax::content::TypedIter;
use hayro::hayro_syntax::content::ops::TypedInstruction;
use hayro::hayro_syntax::object::dict::keys::{
    ANNOTS, AP, AS, CHAR_PROCS, CONTENTS, DESCENDANT_FONTS, F, FONT_DESC, FONT_FILE, FONT_FILE2,
    FONT_FILE3, FORM, G, IMAGE, MASK, N, RESOURCES, SMASK, SUBTYPE, TYPE3,
};
use hayro::hayro_syntax::object::{Array, Dict, MaybeRef, Name, Object, ObjectIdentifier, Stream};
use hayro::hayro_syntax::page::{Page, Resources};

use super::streams::Inspector;

/// Forms within forms; the renderer goes somewhat deeper.
const MAX_DEPTH: u32 = 24;

/// Operations that are looked at; a page full of tiny print has a hundred thousand.
const MAX_OPERATIONS: u32 = 2_000_000;

/// States saved at one time.
const MAX_SAVED: usize = 256;

/// Annotations with these flags are hidden, or not for the screen.
const HIDDEN: u32 = 1 << 1 | 1 << 5;

/// Text that is there to be found, not to be seen: the words behind a scan.
const INVISIBLE: i64 = 3;

/// A font that some visible text is set in.
pub(super) struct UsedFont<'a> {
    pub(super) dict: Dict<'a>,
    /// Where it is an object of its own.
    pub(super) id: Option<ObjectIdentifier>,
}

/// What was found of one page.
#[derive(Default)]
pub(super) struct Used<'a> {
    /// Each once, in the order of the page.
    pub(super) fonts: Vec<UsedFont<'a>>,
    /// Some text is set in a font that the file does not have at all.
    pub(super) lacks_font: bool,
    /// Streams that are damaged, and objects that are to be drawn and are not there.
    pub(super) lost: u32,
}

pub(super) fn of<'a>(page: &Page<'a>) -> Used<'a> {
    let mut walk = PageWalk {
        used: Used::default(),
        seen: HashSet::new(),
        inspector: Inspector::new(),
        operations_left: MAX_OPERATIONS,
    };
    walk.page(page);
    walk.used
}

/// Which font is set, and whether what is set in it is seen.
#[derive(Clone, Default)]
struct FontSetting<'a> {
    font: Option<UsedFont<'a>>,
    lacks_font: bool,
    is_invisible: bool,
}

impl Clone for UsedFont<'_> {
    fn clone(&self) -> Self {
        Self {
            dict: self.dict.clone(),
            id: self.id,
        }
    }
}

struct PageWalk<'a> {
    used: Used<'a>,
    /// Streams and fonts that were looked at, by where their dictionaries lie.
    seen: HashSet<usize>,
    inspector: Inspector,
    operations_left: u32,
}

impl<'a> PageWalk<'a> {
    fn page(&mut self, page: &Page<'a>) {
        self.contents(page.raw());
        let content = page.page_stream().unwrap_or_default();
        self.content(content, page.resources(), &FontSetting::default(), 0);
        let annotations = page.raw().get::<Array<'a>>(ANNOTS);
        let annotations = annotations
            .into_iter()
            .flat_map(|list| list.iter::<Dict<'a>>());
        for annotation in annotations {
            let is_hidden = annotation.get::<u32>(F).unwrap_or(0) & HIDDEN != 0;
            if let Some(drawing) = appearance(&annotation).filter(|_| !is_hidden) {
                self.form(&drawing, page.resources(), &FontSetting::default(), 0);
            }
        }
    }

    fn contents(&mut self, page: &Dict<'a>) {
        if let Some(stream) = page.get::<Stream<'a>>(CONTENTS) {
            self.inspect(&stream);
        } else if let Some(list) = page.get::<Array<'a>>(CONTENTS) {
            let promised = list.raw_iter().count();
            let streams: Vec<Stream<'a>> = list.iter().collect();
            self.used.lost += promised.saturating_sub(streams.len()) as u32;
            for stream in &streams {
                self.inspect(stream);
            }
        } else if let Some(MaybeRef::Ref(_)) = page.get_raw::<Object<'a>>(CONTENTS)
            && page.get::<Object<'a>>(CONTENTS).is_none()
        {
            self.used.lost += 1;
        }
    }

    /// Whether it is seen for the first time.
    fn is_new(&mut self, dict: &Dict<'a>) -> bool {
        self.seen.insert(dict.data().as_ptr() as usize)
    }

    fn inspect(&mut self, stream: &Stream<'_>) {
        self.used.lost += u32::from(!self.inspector.is_whole(stream));
    }

    fn content(
        &mut self,
        content: &[u8],
        resources: &Resources<'a>,
        setting: &FontSetting<'a>,
        depth: u32,
    ) {
        let mut setting = setting.clone();
        let mut saved = Vec::new();
        let mut operations = TypedIter::new(content);
        while let Some(operation) = operations.next() {
            let Some(left) = self.operations_left.checked_sub(1) else {
                return;
            };
            self.operations_left = left;
            match operation {
                TypedInstruction::SaveState(_) if saved.len() < MAX_SAVED => {
                    saved.push(setting.clone());
                }
                TypedInstruction::RestoreState(_) => setting = saved.pop().unwrap_or(setting),
                TypedInstruction::TextRenderingMode(mode) => {
                    setting.is_invisible = mode.0.as_i64() == INVISIBLE;
                }
                TypedInstruction::TextFont(font) => {
                    setting.font = resources.get_font(font.0).map(|dict| UsedFont {
                        dict,
                        id: resources.fonts.get_ref(&**font.0).map(Into::into),
                    });
                    setting.lacks_font = setting.font.is_none();
                }
                TypedInstruction::ShowText(_)
                | TypedInstruction::ShowTexts(_)
                | TypedInstruction::NextLineAndShowText(_)
                | TypedInstruction::ShowTextWithParameters(_)
                    if !setting.is_invisible =>
                {
                    self.show(&setting);
                }
                TypedInstruction::XObject(name) => match resources.get_x_object(name.0) {
                    Some(object) => self.object(&object, resources, &setting, depth),
                    None => self.used.lost += 1,
                },
                TypedInstruction::InlineImage(image) => self.inspect(image.0),
                TypedInstruction::Shading(name) if resources.get_shading(name.0).is_none() => {
                    self.used.lost += 1;
                }
                TypedInstruction::SetGraphicsState(name) => {
                    let mask = resources
                        .get_ext_g_state(name.0)
                        .and_then(|state| state.get::<Dict<'a>>(SMASK)?.get::<Stream<'a>>(G));
                    if let Some(mask) = mask {
                        self.form(&mask, resources, &setting, depth);
                    }
                }
                TypedInstruction::NonStrokeColorNamed(color) => {
                    self.pattern(color.1, resources, depth);
                }
                TypedInstruction::StrokeColorNamed(color) => {
                    self.pattern(color.1, resources, depth);
                }
                _ => {}
            }
        }
    }

    fn show(&mut self, setting: &FontSetting<'a>) {
        let Some(font) = &setting.font else {
            self.used.lacks_font |= setting.lacks_font;
            return;
        };
        if self.is_new(&font.dict) {
            self.font(&font.dict);
            self.used.fonts.push(font.clone());
        }
    }

    fn font(&mut self, font: &Dict<'a>) {
        if let Some(file) = file(font) {
            self.inspect(&file);
        }
        if font.get::<Name<'a>>(SUBTYPE).as_deref() == Some(TYPE3)
            && let Some(glyphs) = font.get::<Dict<'a>>(CHAR_PROCS)
        {
            for name in glyphs.keys() {
                if let Some(glyph) = glyphs.get::<Stream<'a>>(&*name) {
                    self.inspect(&glyph);
                }
            }
        }
    }

    fn object(
        &mut self,
        object: &Stream<'a>,
        resources: &Resources<'a>,
        setting: &FontSetting<'a>,
        depth: u32,
    ) {
        match object.dict().get::<Name<'a>>(SUBTYPE).as_deref() {
            Some(FORM) => self.form(object, resources, setting, depth),
            Some(IMAGE) if self.is_new(object.dict()) => {
                self.inspect(object);
                for mask in [SMASK, MASK] {
                    if let Some(mask) = object.dict().get::<Stream<'a>>(mask) {
                        self.inspect(&mask);
                    }
                }
            }
            _ => {}
        }
    }

    fn pattern(&mut self, name: Option<&Name<'_>>, resources: &Resources<'a>, depth: u32) {
        let pattern = name.and_then(|name| resources.get_pattern(name));
        if let Some(Object::Stream(pattern)) = pattern {
            self.form(&pattern, resources, &FontSetting::default(), depth);
        }
    }

    /// Looked at once, as it is first drawn.
    fn form(
        &mut self,
        form: &Stream<'a>,
        resources: &Resources<'a>,
        setting: &FontSetting<'a>,
        depth: u32,
    ) {
        if depth >= MAX_DEPTH || !self.is_new(form.dict()) {
            return;
        }
        self.inspect(form);
        let own = form.dict().get::<Dict<'a>>(RESOURCES).map(Resources::new);
        if let Ok(content) = form.decoded_data() {
            let resources = own.as_ref().unwrap_or(resources);
            self.content(&content, resources, setting, depth + 1);
        }
    }
}

/// What an annotation looks like as it is.
fn appearance<'a>(annotation: &Dict<'a>) -> Option<Stream<'a>> {
    match annotation.get::<Dict<'a>>(AP)?.get::<Object<'a>>(N)? {
        Object::Stream(drawing) => Some(drawing),
        Object::Dict(states) => states.get(&*annotation.get::<Name<'a>>(AS)?),
        _ => None,
    }
}

/// The font's own file, if the document holds it.
pub(super) fn file<'a>(font: &Dict<'a>) -> Option<Stream<'a>> {
    let inner = font.get::<Array<'a>>(DESCENDANT_FONTS);
    let inner = inner.and_then(|list| list.iter::<Dict<'a>>().next());
    let descriptor = inner.as_ref().unwrap_or(font).get::<Dict<'a>>(FONT_DESC)?;
    [FONT_FILE2, FONT_FILE3, FONT_FILE]
        .into_iter()
        .find_map(|key| descriptor.get(key))
}
