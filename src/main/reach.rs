//! What the command line says of the network: where links may lead.

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
            read_lines: Some(MOST_LINES),
            ..EngineConfig::default()
        };
        config.http.private_addresses = self.allow_private_addresses;
        config
    }
}
