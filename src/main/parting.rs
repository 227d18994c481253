//! The commands `split` and `merge`.

use std::io;
use std::path::{Path, PathBuf};

use clap::Args;

use invoice_lens::audit;
use invoice_lens::locale::{Lang, Locale};

use super::CliRefusal;

#[derive(Args)]
pub struct SplitArgs {
    /// The review; it stays as it is
    #[arg(value_name = "FILE.ilens")]
    review: PathBuf,
    /// How many parts
    #[arg(long, value_name = "N", value_parser = clap::value_parser!(u8).range(2..=99))]
    into: u8,
    /// Folder for the parts; that of the review by default
    #[arg(long, value_name = "FOLDER")]
    to: Option<PathBuf>,
    /// zh-CN or en: the language of what is printed; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

#[derive(Args)]
pub struct MergeArgs {
    /// The review that takes in the others
    #[arg(value_name = "FILE.ilens")]
    review: PathBuf,
    /// The reviews that are taken in; they stay as they are
    #[arg(value_name = "FROM.ilens", required = true)]
    from: Vec<PathBuf>,
    /// zh-CN or en: the language of what is printed; the system's by default
    #[arg(long)]
    lang: Option<Lang>,
}

pub fn run_split(arguments: &SplitArgs) -> Result<(), CliRefusal> {
    let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
    must_be_there(&arguments.review, locale)?;
    let mut out = io::stdout().lock();
    let (into, folder) = (usize::from(arguments.into), arguments.to.as_deref());
    audit::split_review(&arguments.review, into, folder, &mut out)
        .map_err(|error| CliRefusal::Run(error.sentence(locale)))
}

/// Whether all of it fitted.
pub fn run_merge(arguments: &MergeArgs) -> Result<bool, CliRefusal> {
    let locale = Locale::shared(arguments.lang.unwrap_or_else(Lang::system));
    must_be_there(&arguments.review, locale)?;
    let own = arguments.review.canonicalize().ok();
    for from in &arguments.from {
        must_be_there(from, locale)?;
        if own.is_some() && from.canonicalize().ok() == own {
            let path = from.display().to_string();
            let same = locale.with("merge-same", &[("path", path.into())]);
            return Err(CliRefusal::Usage(same));
        }
    }
    let mut out = io::stdout().lock();
    let merged = audit::merge_reviews(&arguments.review, &arguments.from, locale, &mut out);
    let conflicts = merged.map_err(|error| CliRefusal::Run(error.sentence(locale)))?;
    Ok(conflicts == 0)
}

/// A review that an argument names.
pub fn must_be_there(review: &Path, locale: &Locale) -> Result<(), CliRefusal> {
    if review.is_file() {
        return Ok(());
    }
    let path = review.display().to_string();
    let none = locale.with("review-not-there", &[("path", path.into())]);
    Err(CliRefusal::Usage(none))
}
