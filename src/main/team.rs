//! The command `copy`, and reviews named by the address of a team's database.

use std::path::{Path, PathBuf};

use clap::Args;

use invoice_lens::locale::{Lang, Locale};
use invoice_lens::redact::say;
use invoice_lens::store::{self, ReviewAddress};

use super::CliRefusal;
use super::parting::must_be_there;

#[derive(Args)]
pub struct CopyArgs {
    /// The review; it stays as it is
    #[arg(value_name = "FILE.ilens|postgres://…")]
    from: PathBuf,
    /// Where no review is yet: `postgres://user@host/database?review=NAME` or a file
    #[arg(value_name = "FILE.ilens|postgres://…")]
    to: PathBuf,
    /// zh-CN or en: the language of what is printed; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

pub fn run_copy(arguments: &CopyArgs) -> Result<(), CliRefusal> {
    let (from, to) = (address(&arguments.from)?, address(&arguments.to)?);
    let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
    if let ReviewAddress::File(path) = &from {
        must_be_there(path, locale)?;
    }
    let invoices = store::copy(&from, &to).map_err(|error| {
        let why = locale.store_error(error.code());
        CliRefusal::Run(locale.with("copy-not", &[("why", why.into())]))
    })?;
    say(&locale.with("copy-done", &[("invoices", invoices.into())]));
    Ok(())
}

/// The review that an argument names.
pub fn address(text: &Path) -> Result<ReviewAddress, CliRefusal> {
    ReviewAddress::of(text).map_err(|error| CliRefusal::Usage(error.to_string()))
}
