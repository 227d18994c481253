//! Certificates of a company's own authority, trusted beside the system's. There is no way to trust everything.

use std::fs::File;
use std::io::Read as _;
use std::path::Path;
use std::sync::Arc;

use reqwest::Certificate;
use rustls::RootCertStore;
use rustls::pki_types::CertificateDer;
use rustls::pki_types::pem::PemObject as _;

/// Largest file that is taken for certificates; whole trust stores have a few hundred kilobytes.
const MAX_BYTES: u64 = 4 << 20;

/// Authorities whose servers are trusted in addition. None by default.
#[derive(Clone, Default)]
pub struct ExtraRoots(Arc<[Certificate]>);

/// Why a file adds nothing to what is trusted.
#[derive(Clone, Debug, PartialEq, Eq, thiserror::Error)]
pub enum RootsError {
    #[error("the file cannot be read: {0}")]
    Io(String),
    #[error("the file is larger than any file of certificates")]
    TooLarge,
    #[error("the file holds no certificate of an authority")]
    NoCertificate,
}

impl ExtraRoots {
    /// The certificates of a file: PEM with any number of them, or DER with one.
    pub fn read(path: &Path) -> Result<Self, RootsError> {
        let failed = |error: std::io::Error| RootsError::Io(error.kind().to_string());
        let mut bytes = Vec::new();
        let file = File::open(path).map_err(failed)?;
        file.take(MAX_BYTES + 1)
            .read_to_end(&mut bytes)
            .map_err(failed)?;
        if bytes.len() as u64 > MAX_BYTES {
            return Err(RootsError::TooLarge);
        }
        Self::from_bytes(&bytes)
    }

    /// What cannot be an authority is left out, as a company's bundle may hold anything.
    pub fn from_bytes(bytes: &[u8]) -> Result<Self, RootsError> {
        // Editors on Windows put a byte order mark in front.
        let bytes = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
        let mut found: Vec<CertificateDer<'_>> = CertificateDer::pem_slice_iter(bytes)
            .filter_map(Result::ok)
            .collect();
        if found.is_empty() {
            found.push(CertificateDer::from(bytes));
        }
        let roots: Arc<[Certificate]> = found.iter().filter_map(usable).collect();
        if roots.is_empty() {
            return Err(RootsError::NoCertificate);
        }
        Ok(Self(roots))
    }

    pub fn len(&self) -> usize {
        self.0.len()
    }

    pub fn is_empty(&self) -> bool {
        self.0.is_empty()
    }

    pub(super) fn certificates(&self) -> impl Iterator<Item = Certificate> + '_ {
        self.0.iter().cloned()
    }
}

fn usable(der: &CertificateDer<'_>) -> Option<Certificate> {
    RootCertStore::empty().add(der.clone().into_owned()).ok()?;
    Certificate::from_der(der).ok()
}

/// Certificates are public, but too long for any message.
impl std::fmt::Debug for ExtraRoots {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "ExtraRoots({})", self.len())
    }
}

#[cfg(test)]
#[path = "roots_tests.rs"]
mod tests;
