//! What stands around the program: what an administrator set, and what the environment names.

use std::path::PathBuf;

use invoice_lens::locale::Locale;
use invoice_lens::managed::Managed;
use invoice_lens::platform::{Endpoint, ProxyChoice};

use super::CliRefusal;

/// For a run without a window: one that cannot know what is locked does not begin.
pub fn managed(locale: &Locale) -> Result<Managed, CliRefusal> {
    Managed::of_machine().map_err(|error| CliRefusal::Run(error.sentence(locale)))
}

/// The address that the command line names, unless another one is locked.
pub fn endpoint(managed: &Managed, named: Option<String>) -> Result<Option<String>, CliRefusal> {
    let (Some(locked), Some(named)) = (managed.locked_platform(), &named) else {
        return Ok(named);
    };
    if Endpoint::parse(named).as_ref() == Ok(locked) {
        return Ok(Some(named.clone()));
    }
    let by = if managed.by.is_empty() {
        "this machine's administrator"
    } else {
        &managed.by
    };
    let refusal = format!("--endpoint: the platform is set to {locked} by {by}");
    Err(CliRefusal::Usage(refusal))
}

pub fn proxy(managed: &Managed) -> ProxyChoice {
    let preset = managed.proxy.as_ref();
    preset.map_or_else(ProxyChoice::default, |it| it.value.clone())
}

/// The file with a company's own authorities: the one that is locked, or named, or set for whoever names none.
pub fn ca_file(managed: &Managed) -> Option<PathBuf> {
    if let Some(locked) = managed.locked_ca_file() {
        return Some(locked.to_owned());
    }
    let preset = managed.ca_file.as_ref();
    named_ca_file().or_else(|| preset.map(|it| it.value.clone()))
}

/// Named for us, or for every program.
pub fn named_ca_file() -> Option<PathBuf> {
    ["INVOICE_LENS_CA_FILE", "SSL_CERT_FILE"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|path| !path.is_empty())
        .map(PathBuf::from)
}
