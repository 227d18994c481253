//! All that a person reads, in Chinese or English: texts by key from the two embedded Fluent files.

use std::borrow::Cow;
use std::io::{self, ErrorKind};
use std::str::FromStr;
use std::sync::OnceLock;

use fluent_bundle::concurrent::FluentBundle;
use fluent_bundle::{FluentArgs, FluentResource, FluentValue};
use serde::{Deserialize, Serialize};
use unic_langid::LanguageIdentifier;

/// A language that the window speaks.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum Lang {
    #[serde(rename = "zh-CN")]
    ZhCn,
    #[serde(rename = "en")]
    En,
}

impl Lang {
    pub const ALL: [Self; 2] = [Self::ZhCn, Self::En];

    /// Chinese where the system speaks any kind of Chinese, English everywhere else.
    pub fn system() -> Self {
        Self::of_system(sys_locale::get_locale().as_deref())
    }

    fn of_system(locale: Option<&str>) -> Self {
        let language = locale.and_then(|locale| locale.split(['-', '_', '.']).next());
        match language {
            Some(language) if language.eq_ignore_ascii_case("zh") => Self::ZhCn,
            _ => Self::En,
        }
    }

    /// The language tag, as `--lang` and the settings write it.
    pub fn tag(self) -> &'static str {
        match self {
            Self::ZhCn => "zh-CN",
            Self::En => "en",
        }
    }

    /// The key of the language's own name.
    pub fn name_key(self) -> &'static str {
        match self {
            Self::ZhCn => "language-zh-cn",
            Self::En => "language-en",
        }
    }

    fn source(self) -> &'static str {
        match self {
            Self::ZhCn => include_str!("../assets/locales/zh-CN.ftl"),
            Self::En => include_str!("../assets/locales/en.ftl"),
        }
    }
}

/// `--lang` named something other than `zh-CN` or `en`.
#[derive(Debug, PartialEq, Eq, thiserror::Error)]
#[error("the languages are zh-CN and en")]
pub struct UnknownLang;

impl FromStr for Lang {
    type Err = UnknownLang;

    fn from_str(text: &str) -> Result<Self, UnknownLang> {
        Self::ALL
            .into_iter()
            .find(|lang| {
                let language = lang.tag().split('-').next().unwrap_or_default();
                [lang.tag(), language]
                    .iter()
                    .any(|name| name.eq_ignore_ascii_case(text))
            })
            .ok_or(UnknownLang)
    }
}

/// The texts of one language.
pub struct Locale {
    lang: Lang,
    bundle: FluentBundle<FluentResource>,
}

/// A number as a person reads it: 12,345, in both languages.
pub fn grouped(number: usize) -> String {
    let digits = number.to_string();
    let mut text = String::with_capacity(digits.len() + digits.len() / 3);
    for (index, digit) in digits.char_indices() {
        if index > 0 && (digits.len() - index).is_multiple_of(3) {
            text.push(',');
        }
        text.push(digit);
    }
    text
}

/// What is neither a fraction nor below zero.
fn whole(number: f64) -> Option<usize> {
    let is_whole = number >= 0.0 && number.fract() == 0.0 && number < 9e15;
    is_whole.then_some(number as usize)
}

impl Locale {
    /// The one that all can use who are not given one.
    pub fn shared(lang: Lang) -> &'static Self {
        static ZH_CN: OnceLock<Locale> = OnceLock::new();
        static EN: OnceLock<Locale> = OnceLock::new();
        let shared = match lang {
            Lang::ZhCn => &ZH_CN,
            Lang::En => &EN,
        };
        shared.get_or_init(|| Self::new(lang))
    }

    pub fn new(lang: Lang) -> Self {
        Self::from_source(lang, lang.source())
    }

    fn from_source(lang: Lang, source: &str) -> Self {
        let language: LanguageIdentifier =
            lang.tag().parse().expect("our own tags are well-formed");
        let resource = FluentResource::try_new(source.to_owned())
            .map_err(|(_, errors)| errors)
            .expect("the embedded texts are well-formed");
        let mut bundle = FluentBundle::new_concurrent(vec![language]);
        // The marks that keep left-to-right values apart in right-to-left text would show as boxes.
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(|value, _| match value {
            FluentValue::Number(number) => whole(number.value).map(grouped),
            _ => None,
        }));
        bundle
            .add_resource(resource)
            .expect("no key stands twice in the embedded texts");
        Self { lang, bundle }
    }

    pub fn lang(&self) -> Lang {
        self.lang
    }

    /// The text of `key`, which takes no values. An unknown key shows as itself.
    pub fn text<'a>(&'a self, key: &'a str) -> Cow<'a, str> {
        self.format(key, None)
    }

    /// The text of `key` with its values filled in: `locale.with("loaded", &[("count", 3.into())])`.
    ///
    /// Whole numbers appear [`grouped`]; what is no count comes as a text. Round a float before it comes here, all its
    /// digits are shown.
    pub fn with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        let args: FluentArgs<'_> = values.iter().cloned().collect();
        self.format(key, Some(&args)).into_owned()
    }

    /// What happened and what to do, by a failure's code.
    pub fn failure(&self, code: &str) -> String {
        self.with(&format!("failure-{code}"), &[])
    }

    /// Why a review cannot be kept or opened, by its error's code.
    pub fn store_error(&self, code: &str) -> String {
        self.with(&format!("store-{code}"), &[])
    }

    /// Why a file cannot be read or written: in the language where people meet the cause, else as the system says it.
    pub fn io_error(&self, error: &io::Error) -> String {
        let key = match error.kind() {
            ErrorKind::StorageFull | ErrorKind::QuotaExceeded => "store-full",
            ErrorKind::PermissionDenied | ErrorKind::ReadOnlyFilesystem => "store-read_only",
            ErrorKind::NotFound | ErrorKind::NotADirectory => "store-missing",
            ErrorKind::AlreadyExists => "store-exists",
            ErrorKind::ResourceBusy => "store-busy",
            ErrorKind::IsADirectory => "store-is_folder",
            _ => return error.to_string(),
        };
        self.with(key, &[])
    }

    /// What an automatic look noticed, by its code, and what it is about where that is known.
    pub fn finding(&self, code: &str, subject: &str) -> String {
        let cause = format!("place-{subject}");
        if self.bundle.has_message(&cause) {
            return self.with(&cause, &[]);
        }
        let about = format!("finding-{code}-about");
        if subject.is_empty() || !self.bundle.has_message(&about) {
            return self.with(&format!("finding-{code}"), &[]);
        }
        let mut parts = subject.split('|').map(FluentValue::from);
        let mut part = || parts.next().unwrap_or_else(|| "".into());
        let values = [
            ("first", part()),
            ("second", part()),
            ("third", part()),
            ("subject", subject.into()),
        ];
        self.with(&about, &values)
    }

    /// A few words for what an automatic look noticed, where there is little room; else the sentence.
    pub fn finding_name(&self, code: &str) -> String {
        let name = format!("noticed-{code}");
        if self.bundle.has_message(&name) {
            return self.with(&name, &[]);
        }
        self.finding(code, "")
    }

    fn format<'a>(&'a self, key: &'a str, args: Option<&FluentArgs<'_>>) -> Cow<'a, str> {
        let message = self.bundle.get_message(key);
        let Some(pattern) = message.and_then(|message| message.value()) else {
            debug_assert!(false, "no text for {key:?}");
            return Cow::Borrowed(key);
        };
        let mut errors = Vec::new();
        let text = self.bundle.format_pattern(pattern, args, &mut errors);
        debug_assert!(errors.is_empty(), "text {key:?}: {errors:?}");
        text
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn both_languages_load_and_name_themselves() {
        for lang in Lang::ALL {
            let locale = Locale::new(lang);
            assert_eq!(locale.lang(), lang);
            assert_eq!(locale.text(Lang::ZhCn.name_key()), "简体中文");
            assert_eq!(locale.text(Lang::En.name_key()), "English");
        }
    }

    #[test]
    fn values_are_filled_in_and_numbers_grouped() {
        let source = "loaded = { $count } of { $total } in { $name }, { $share } %";
        let locale = Locale::from_source(Lang::En, source);
        let values = [
            ("count", 12_345_usize.into()),
            ("total", 1_234_567_i64.into()),
            ("name", "票据.ofd".into()),
            ("share", 1.5.into()),
        ];
        assert_eq!(
            locale.with("loaded", &values),
            "12,345 of 1,234,567 in 票据.ofd, 1.5 %"
        );
    }

    #[test]
    fn plurals_follow_the_language() {
        let source = "n = { $n ->\n    [one] { $n } page\n   *[other] { $n } pages\n }";
        let locale = Locale::from_source(Lang::En, source);
        assert_eq!(locale.with("n", &[("n", 1.into())]), "1 page");
        assert_eq!(locale.with("n", &[("n", 2.into())]), "2 pages");
    }

    #[test]
    #[cfg_attr(debug_assertions, should_panic(expected = "no text for \"nothing\""))]
    fn an_unknown_key_shows_as_itself_and_stops_a_debug_build() {
        assert_eq!(Locale::new(Lang::En).text("nothing"), "nothing");
    }

    #[test]
    #[cfg_attr(debug_assertions, should_panic(expected = "text \"n\""))]
    fn a_forgotten_value_shows_its_name_and_stops_a_debug_build() {
        let locale = Locale::from_source(Lang::En, "n = { $n } pages");
        assert_eq!(locale.with("n", &[]), "{$n} pages");
    }

    #[test]
    fn tags_are_read_and_written_alike() {
        for lang in Lang::ALL {
            assert_eq!(lang.tag().parse(), Ok(lang));
            let json = serde_json::to_string(&lang).expect("a language is serialisable");
            assert_eq!(json, format!("{:?}", lang.tag()));
        }
        assert_eq!("ZH-cn".parse(), Ok(Lang::ZhCn));
        assert_eq!("de".parse::<Lang>(), Err(UnknownLang));
        assert_eq!("zh".parse::<Lang>(), Ok(Lang::ZhCn));
    }

    #[test]
    fn the_system_decides_between_chinese_and_english() {
        for (locale, lang) in [
            (Some("zh-CN"), Lang::ZhCn),
            (Some("zh_TW.UTF-8"), Lang::ZhCn),
            (Some("zh"), Lang::ZhCn),
            (Some("de-DE"), Lang::En),
            (Some("zha"), Lang::En),
            (Some("C"), Lang::En),
            (None, Lang::En),
        ] {
            assert_eq!(Lang::of_system(locale), lang, "{locale:?}");
        }
    }
}
