//! What the command line and the environment say of the network: where links may lead, whose servers are trusted.

use std::path::PathBuf;

use clap::Args;

use invoice_lens::engine::EngineConfig;
use invoice_lens::formats::MOST_LINES;

#[derive(Args)]
pub struct ReachArgs {
    /// Fetch files from addresses inside your network too, where links lead there
    #[arg(long)]
    pub allow_private_addresses: bool,
}

impl ReachArgs {
    /// How the window's background begins.
    pub fn of_window(&self) -> EngineConfig {
        let mut config = EngineConfig {
            read_lines: MOST_LINES,
            ..EngineConfig::default()
        };
        config.http.private_addresses = self.allow_private_addresses;
        config
    }
}

/// The file with a company's own authorities: named for us, or for every program.
pub fn ca_file() -> Option<PathBuf> {
    ["INVOICE_LENS_CA_FILE", "SSL_CERT_FILE"]
        .into_iter()
        .filter_map(std::env::var_os)
        .find(|path| !path.is_empty())
        .map(PathBuf::from)
}
