//! The command `import`.

use std::io::{self, Write as _};
use std::path::PathBuf;

use clap::Args;

use invoice_lens::audit;
use invoice_lens::locale::{Lang, Locale};
use invoice_lens::redact::{redact, say};

use super::CliRefusal;
use super::parting::must_be_there;

#[derive(Args)]
pub struct ImportArgs {
    /// The review
    #[arg(value_name = "FILE.ilens")]
    review: PathBuf,
    /// The report whose verdicts are read
    #[arg(long, value_name = "REPORT.csv")]
    from: PathBuf,
    /// zh-CN or en: the language of what is printed; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

/// Whether all of it fitted.
pub fn run_import(arguments: &ImportArgs) -> Result<bool, CliRefusal> {
    let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
    must_be_there(&arguments.review, locale)?;
    let imported = audit::import_report(&arguments.review, &arguments.from)
        .map_err(|error| CliRefusal::Run(error.sentence(locale)))?;
    let mut out = io::stdout().lock();
    for (line, what, why) in &imported.unfit {
        let why = locale.with(why, &[]);
        writeln!(out, "{line}\t{}\t{why}", redact(what)).map_err(|error| {
            CliRefusal::Run(format!("standard output is closed: {}", error.kind()))
        })?;
    }
    let values = [
        ("taken", imported.taken.into()),
        ("unchanged", imported.unchanged.into()),
        ("unfit", imported.unfit.len().into()),
    ];
    say(&locale.with("import-done", &values));
    Ok(imported.unfit.is_empty())
}
