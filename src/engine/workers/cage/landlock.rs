//! Which files a worker may open: fonts, to read them. No others, no ports, no processes but itself (Linux 5.13 and
//! later; each later kernel refuses more of it).

use landlock::{
    ABI, Access as _, AccessFs, AccessNet, CompatLevel, Compatible as _, Ruleset, RulesetAttr as _,
    RulesetCreatedAttr as _, RulesetError, Scope, path_beneath_rules,
};

/// The newest rights that this was written for. Kernels that know fewer refuse those that they know.
const NEWEST: ABI = ABI::V6;

/// Where Linux keeps fonts, and says where they are. Those of a person's home are not read.
const FONT_FOLDERS: [&str; 5] = [
    "/etc/fonts",
    "/usr/local/share/fonts",
    "/usr/share/fontconfig",
    "/usr/share/fonts",
    "/usr/share/texmf",
];

/// Takes every other file from this thread and from those that it starts. Does nothing where the kernel cannot.
pub(super) fn leave_only_fonts() -> Result<(), RulesetError> {
    Ruleset::default()
        .handle_access(AccessFs::from_all(NEWEST))?
        .handle_access(AccessNet::from_all(NEWEST))?
        .scope(Scope::from_all(NEWEST))?
        .create()?
        .add_rules(path_beneath_rules(
            FONT_FOLDERS,
            AccessFs::ReadFile | AccessFs::ReadDir,
        ))?
        .restrict_self()?;
    Ok(())
}

/// Whether the kernel takes files from a process: asked by the very call that would do it.
pub(super) fn is_there() -> bool {
    Ruleset::default()
        .set_compatibility(CompatLevel::HardRequirement)
        .handle_access(AccessFs::from_all(ABI::V1))
        .and_then(Ruleset::create)
        .is_ok()
}
