//! What an administrator set for everybody at this machine: platform, authorities, proxy, folder of reviews. Read once at
//! the start, before a person's own settings; what is locked stays as it is here.

use std::fs::File;
use std::io::{self, Read as _};
use std::path::{Path, PathBuf};

use serde::Deserialize;

use crate::locale::Locale;
use crate::platform::{Endpoint, ProxyChoice};

/// Names another file, where the system has none.
const VARIABLE: &str = "INVOICE_LENS_DEFAULTS";
/// Largest file that is read.
const MAX_BYTES: u64 = 64 << 10;

/// What was set; nothing where there is no file.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Managed {
    /// Who set it, in their own words; may be empty.
    pub by: String,
    pub platform: Option<Preset<Endpoint>>,
    pub ca_file: Option<Preset<PathBuf>>,
    pub proxy: Option<Preset<ProxyChoice>>,
    pub reviews: Option<Preset<PathBuf>>,
}

/// One thing that was set.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Preset<T> {
    pub value: T,
    /// Whether nobody else may set another.
    pub is_locked: bool,
}

/// Why a file that is there says nothing.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum ManagedError {
    #[error("{}: {why}", path.display())]
    Unreadable { path: PathBuf, why: String },
    /// It is no JSON, or has a name that means nothing.
    #[error("{}: {why}", path.display())]
    Broken { path: PathBuf, why: String },
    #[error("{}: the value of {name} cannot be meant", path.display())]
    Meaningless { path: PathBuf, name: &'static str },
}

impl ManagedError {
    /// One sentence for the user.
    pub fn sentence(&self, locale: &Locale) -> String {
        let (key, path, detail) = match self {
            Self::Unreadable { path, why } => ("managed-unreadable", path, why.as_str()),
            Self::Broken { path, why } => ("managed-broken", path, why.as_str()),
            Self::Meaningless { path, name } => ("managed-meaningless", path, *name),
        };
        let path = path.display().to_string();
        locale.with(key, &[("path", path.into()), ("detail", detail.into())])
    }
}

/// The file as it is written. A name that is not known is an error: what was meant to be locked must not stay open.
#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenDefaults {
    #[serde(default)]
    managed_by: String,
    platform: Option<WrittenPreset>,
    ca_file: Option<WrittenPreset>,
    proxy: Option<WrittenPreset>,
    reviews: Option<WrittenPreset>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenPreset {
    value: String,
    #[serde(default)]
    locked: bool,
}

impl WrittenPreset {
    fn read<T>(self, read: impl FnOnce(&str) -> Option<T>) -> Option<Preset<T>> {
        Some(Preset {
            value: read(self.value.trim())?,
            is_locked: self.locked,
        })
    }
}

impl Managed {
    /// The file of this machine.
    pub fn of_machine() -> Result<Self, ManagedError> {
        let named = std::env::var_os(VARIABLE).filter(|path| !path.is_empty());
        let of_system = place_of_system().filter(|path| path.exists());
        match of_system.or_else(|| named.map(PathBuf::from)) {
            Some(path) => Self::read(&path),
            None => Ok(Self::default()),
        }
    }

    pub fn read(path: &Path) -> Result<Self, ManagedError> {
        let unreadable = |error: io::Error| ManagedError::Unreadable {
            path: path.to_owned(),
            why: error.kind().to_string(),
        };
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(unreadable)?;
        file.take(MAX_BYTES)
            .read_to_end(&mut bytes)
            .map_err(unreadable)?;
        Self::parse(&bytes, path)
    }

    fn parse(bytes: &[u8], path: &Path) -> Result<Self, ManagedError> {
        // Editors on Windows put a byte order mark in front.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let written: WrittenDefaults =
            serde_json::from_slice(bytes).map_err(|error| ManagedError::Broken {
                path: path.to_owned(),
                why: error.to_string(),
            })?;
        let absolute = |text: &str| Some(PathBuf::from(text)).filter(|path| path.is_absolute());
        Ok(Self {
            by: written.managed_by.trim().to_owned(),
            platform: meant(path, "platform", written.platform, |text| {
                Endpoint::parse(text).ok()
            })?,
            ca_file: meant(path, "ca_file", written.ca_file, absolute)?,
            proxy: meant(path, "proxy", written.proxy, |text| {
                ProxyChoice::parse(text).ok()
            })?,
            reviews: meant(path, "reviews", written.reviews, absolute)?,
        })
    }

    /// Whether a user may not choose another platform.
    pub fn locked_platform(&self) -> Option<&Endpoint> {
        locked(self.platform.as_ref())
    }

    pub fn locked_ca_file(&self) -> Option<&Path> {
        locked(self.ca_file.as_ref()).map(PathBuf::as_path)
    }

    pub fn locked_proxy(&self) -> Option<&ProxyChoice> {
        locked(self.proxy.as_ref())
    }

    pub fn locked_reviews(&self) -> Option<&Path> {
        locked(self.reviews.as_ref()).map(PathBuf::as_path)
    }
}

fn locked<T>(preset: Option<&Preset<T>>) -> Option<&T> {
    preset.filter(|it| it.is_locked).map(|it| &it.value)
}

fn meant<T>(
    path: &Path,
    name: &'static str,
    written: Option<WrittenPreset>,
    read: impl FnOnce(&str) -> Option<T>,
) -> Result<Option<Preset<T>>, ManagedError> {
    let Some(written) = written else {
        return Ok(None);
    };
    let preset = written.read(read);
    preset.map(Some).ok_or_else(|| ManagedError::Meaningless {
        path: path.to_owned(),
        name,
    })
}

/// Where the system keeps what is set for all its users.
fn place_of_system() -> Option<PathBuf> {
    let folder = if cfg!(windows) {
        PathBuf::from(std::env::var_os("ProgramData")?)
    } else if cfg!(target_os = "macos") {
        PathBuf::from("/Library/Application Support")
    } else {
        PathBuf::from("/etc")
    };
    Some(folder.join("invoice-lens").join("defaults.json"))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::locale::Lang;

    fn parse(text: &str) -> Result<Managed, ManagedError> {
        Managed::parse(text.as_bytes(), Path::new("defaults.json"))
    }

    #[test]
    fn each_is_set_by_itself_and_locked_only_where_it_says_so() {
        let managed = parse(
            r#"{"managed_by": " IT, ext. 1234 ",
                "platform": {"value": "https://expenses.example.com", "locked": true},
                "proxy": {"value": "proxy.example.com:3128"}}"#,
        )
        .expect("it is meant");
        assert_eq!(managed.by, "IT, ext. 1234");
        let platform = managed.locked_platform().expect("locked");
        assert_eq!(platform.to_string(), "https://expenses.example.com");
        assert_eq!(managed.locked_proxy(), None);
        let proxy = managed.proxy.expect("set").value;
        assert_eq!(proxy.text(), "http://proxy.example.com:3128");
        assert_eq!((managed.ca_file, managed.reviews), (None, None));
        assert_eq!(parse("{}"), Ok(Managed::default()));
    }

    #[test]
    fn what_cannot_be_meant_is_told_and_not_passed_over() {
        let locale = Locale::new(Lang::En);
        for (text, part) in [
            ("{", "EOF"),
            (
                r#"{"platfrom": {"value": "https://a.example"}}"#,
                "platfrom",
            ),
            (r#"{"proxy": {"value": "a:1", "lock": true}}"#, "lock"),
            (r#"{"platform": {"value": "ftp://a.example"}}"#, "platform"),
            (r#"{"proxy": {"value": "http://me:word@a:1"}}"#, "proxy"),
            (r#"{"ca_file": {"value": "ca.pem"}}"#, "ca_file"),
            (r#"{"reviews": {"value": ""}}"#, "reviews"),
        ] {
            let error = parse(text).expect_err(text);
            let sentence = error.sentence(&locale);
            assert!(
                sentence.contains(part) && sentence.contains("defaults.json"),
                "{sentence}"
            );
            assert!(!sentence.contains("word"), "{sentence}");
        }
        let missing = Managed::read(Path::new("no such file"));
        assert!(matches!(missing, Err(ManagedError::Unreadable { .. })));
    }
}
