//! How the C library hands memory back: of the program itself and of a graphics driver that draws without a graphics
//! processor and so keeps textures in it.

/// A thumbnail that is kept, a texture or a file is larger, a text or an invoice is not.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
const LARGE_BYTES: libc::c_int = 32 * 1024;

/// Gives each large block of memory pages of its own, so that they go back to the system with it.
///
/// By itself the library puts blocks of up to 32 MiB among the small ones as soon as it has seen a few come and go; what
/// files and thumbnails leave behind then stays with the program, because a text between them is still needed. In a
/// review of 100,000 invoices that was 80 MiB. Elsewhere the systems' own allocators set large blocks apart.
#[cfg(all(target_os = "linux", target_env = "gnu"))]
pub fn set_large_blocks_apart() {
    #[expect(
        unsafe_code,
        reason = "no library offers this setting; the call takes two numbers and touches no memory of ours"
    )]
    // SAFETY: `mallopt` may be called at any time and from any thread (mallopt(3), MT-Safe); blocks that were handed out
    // before stay valid.
    let is_set = unsafe { libc::mallopt(libc::M_MMAP_THRESHOLD, LARGE_BYTES) } == 1;
    if !is_set {
        log::warn!("the C library takes no word on large blocks of memory");
    }
}

#[cfg(not(all(target_os = "linux", target_env = "gnu")))]
pub fn set_large_blocks_apart() {}
