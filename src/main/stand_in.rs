//! The command `sandbox`: the stand-in platform until it is interrupted.

use std::io::{self, Write as _};

use clap::Args;

use invoice_lens::sandbox::{Sandbox, SandboxConfig};

use super::CliRefusal;

#[derive(Args)]
pub struct SandboxArgs {
    /// Port to listen on; any free one by default
    #[arg(long, default_value_t = 0)]
    port: u16,
}

pub fn run_sandbox(arguments: &SandboxArgs) -> Result<(), CliRefusal> {
    let config = SandboxConfig {
        port: arguments.port,
        ..SandboxConfig::default()
    };
    let sandbox = Sandbox::start(config).map_err(|error| CliRefusal::Run(error.to_string()))?;
    introduce(&sandbox)
        .map_err(|error| CliRefusal::Run(format!("standard output is closed: {}", error.kind())))?;
    sandbox.wait();
    Ok(())
}

/// What another program needs to know to use the stand-in.
fn introduce(sandbox: &Sandbox) -> io::Result<()> {
    let mut text = format!(
        "endpoint {}\ntoken    {}\n",
        sandbox.endpoint(),
        sandbox.token()
    );
    for id in sandbox.ids() {
        text.push_str(&id);
        text.push('\n');
    }
    let mut out = io::stdout().lock();
    out.write_all(text.as_bytes())?;
    out.flush()
}
