//! At which sizes, scales, languages and themes the window is laid out, and which of them a run is about.

use std::fmt;

use egui::{Theme, Vec2, vec2};
use invoice_lens::locale::Lang;

/// Of the window, in pixels.
pub const SIZES: [(u32, u32); 5] = [
    (1024, 640),
    (1280, 720),
    (1440, 900),
    (1920, 1080),
    (2560, 1440),
];
/// In percent.
pub const SCALES: [u32; 4] = [100, 125, 150, 200];

/// How the window is looked at.
#[derive(Clone, Copy, Debug, PartialEq)]
pub struct Case {
    pub size: (u32, u32),
    pub scale: u32,
    pub lang: Lang,
    pub theme: Theme,
}

impl Case {
    /// What there is to lay out in.
    pub fn points(&self) -> Vec2 {
        vec2(self.size.0 as f32, self.size.1 as f32) / self.density()
    }

    pub fn density(&self) -> f32 {
        self.scale as f32 / 100.0
    }

    /// Whether there is no room for anything beside the ticket.
    pub fn is_tiny(&self) -> bool {
        let points = self.points();
        points.x < 640.0 || points.y < 400.0
    }
}

impl fmt::Display for Case {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self {
            size,
            scale,
            lang,
            theme,
        } = self;
        write!(
            f,
            "{}x{} @{scale} %, {}, {theme:?}",
            size.0,
            size.1,
            lang.tag()
        )
    }
}

/// All sizes and scales in this language; the themes take turns, as a theme changes colours alone.
pub fn all(lang: Lang) -> Vec<Case> {
    let sizes = SIZES.iter().enumerate();
    let cases = sizes.flat_map(|(row, &size)| {
        let scales = SCALES.iter().enumerate();
        scales.map(move |(column, &scale)| Case {
            size,
            scale,
            lang,
            theme: if (row + column) % 2 == usize::from(lang == Lang::En) {
                Theme::Dark
            } else {
                Theme::Light
            },
        })
    });
    cases.collect()
}

/// The part of the test that one run is about: all of it, unless the environment names screens, sizes or scales.
pub struct Wanted(Vec<String>);

/// `viewer,1024x640,200,en`: every part must be met. A screen is met by any part of its
/// name, and every screen by `all`.
pub const VARIABLE: &str = "INVOICE_LENS_LAYOUT";

impl Wanted {
    pub fn of_environment() -> Self {
        Self::parse(&std::env::var(VARIABLE).unwrap_or_default())
    }

    pub fn parse(text: &str) -> Self {
        let parts = text.split(',').map(|it| it.trim().to_lowercase());
        Self(parts.filter(|it| !it.is_empty()).collect())
    }

    pub fn is_all(&self) -> bool {
        self.0.is_empty()
    }

    pub fn lang(&self, lang: Lang) -> bool {
        let tags = || self.0.iter().filter(|it| is_lang(it));
        tags().next().is_none()
            || tags().any(|it| lang.tag().to_lowercase().starts_with(it.as_str()))
    }

    pub fn case(&self, case: &Case) -> bool {
        let size = format!("{}x{}", case.size.0, case.size.1);
        let mut parts = self.0.iter().filter(|it| is_number(it));
        parts.all(|it| **it == size || **it == case.scale.to_string())
    }

    pub fn screen(&self, name: &str) -> bool {
        let mut parts = self.0.iter().filter(|it| !is_number(it) && !is_lang(it));
        parts.all(|it| it == "all" || name.contains(it.as_str()))
    }
}

fn is_lang(part: &str) -> bool {
    matches!(part, "en" | "zh" | "zh-cn")
}

fn is_number(part: &str) -> bool {
    part.starts_with(|it: char| it.is_ascii_digit())
}

/// Where there is room to click everything.
pub fn comfortable(lang: Lang) -> Case {
    Case {
        size: (1440, 900),
        scale: 100,
        lang,
        theme: Theme::Dark,
    }
}
