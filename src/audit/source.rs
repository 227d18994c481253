//! Where a run's invoices come from: the platform with a token from the environment, or the demo's stand-in.

use std::env;
use std::path::Path;

use secrecy::{ExposeSecret as _, SecretString};

use crate::engine::WorkerConfig;
use crate::handover::FetchRequest;
use crate::model::paste::PasteReport;
use crate::model::{BillKey, InvoiceId};
use crate::platform::{AppKey, Credentials, Endpoint, ExtraRoots, PRESETS, ProxyChoice, Token};
use crate::sandbox::{Sandbox, SandboxConfig};

use super::{AuditError, AuditRequest, Resume};

/// The name under which the demo's reviews are kept: its address is another one each time.
const DEMO_PLATFORM: &str = "demo";

const TOKEN: &str = "INVOICE_LENS_TOKEN";
const APP_KEY: &str = "INVOICE_LENS_APP_KEY";
const APP_SECURITY: &str = "INVOICE_LENS_APP_SECURITY";

/// Where invoices come from. Holds the stand-in platform for as long as it is needed.
pub(super) struct Source {
    pub endpoint: Endpoint,
    pub credentials: Credentials,
    pub ids: Vec<InvoiceId>,
    pub bills: Vec<BillKey>,
    pub left_out: LeftOut,
    /// Authorities beside the system's.
    pub roots: ExtraRoots,
    /// How the report names the platform.
    pub platform: String,
    _sandbox: Option<Sandbox>,
}

/// How many pieces of the given text gave no invoice, and which sheet of a workbook it was.
#[derive(Clone, Debug, Default)]
pub(super) struct LeftOut {
    pub sheet: Option<String>,
    pub rejected: usize,
    pub repeated: usize,
    /// Of the rejected those that are on other sheets.
    pub on_other_sheets: usize,
}

impl Source {
    pub fn new(request: &AuditRequest) -> Result<Self, AuditError> {
        if let Some(resume) = &request.resume {
            return Self::resumed(request, resume);
        }
        let list = request.ids.as_ref();
        let pasted = list.map(|list| PasteReport::parse(&list.text));
        let sheet = list.and_then(|list| list.sheet.clone());
        if pasted
            .as_ref()
            .is_some_and(|pasted| pasted.ids.is_empty() && pasted.bills.is_empty())
        {
            return Err(AuditError::NoIds);
        }
        if request.is_demo {
            return Self::demo(pasted.as_ref(), sheet, request.with_fields);
        }
        let pasted = pasted.ok_or(AuditError::NoIds)?;
        let named = request.endpoint.as_ref();
        let named = named.or(request.default_endpoint.as_ref());
        let address = named.map_or(PRESETS[0].1, String::as_str);
        let endpoint = Endpoint::parse(address).map_err(|_invalid| AuditError::BadEndpoint)?;
        Ok(Self {
            credentials: credentials()?,
            roots: roots(request.ca_file.as_deref())?,
            platform: endpoint.to_string(),
            endpoint,
            left_out: LeftOut::of(&pasted, sheet),
            ids: pasted.ids,
            bills: pasted.bills,
            _sandbox: None,
        })
    }

    /// What an earlier run left, from where that had it unless another address is given.
    fn resumed(request: &AuditRequest, resume: &Resume) -> Result<Self, AuditError> {
        let (ids, bills) = (resume.left.clone(), resume.open_bills());
        let (repeated, rejected) = resume.left_out.unwrap_or_default();
        let left_out = LeftOut {
            rejected,
            repeated,
            ..LeftOut::default()
        };
        if request.endpoint.is_none() && resume.platform.as_deref() == Some(DEMO_PLATFORM) {
            let mut demo = Self::demo(None, None, false)?;
            (demo.ids, demo.bills, demo.left_out) = (ids, bills, left_out);
            return Ok(demo);
        }
        let named = request.endpoint.as_deref().or(resume.platform.as_deref());
        let endpoint = Endpoint::parse_without_scheme(named.unwrap_or(PRESETS[0].1))
            .map_err(|_invalid| AuditError::BadEndpoint)?;
        Ok(Self {
            credentials: credentials()?,
            roots: roots(request.ca_file.as_deref())?,
            platform: endpoint.to_string(),
            endpoint,
            ids,
            bills,
            left_out,
            _sandbox: None,
        })
    }

    /// Without a list it is about all invoices: as they are, or as their bills have them.
    fn demo(
        pasted: Option<&PasteReport>,
        sheet: Option<String>,
        by_bills: bool,
    ) -> Result<Self, AuditError> {
        let sandbox = Sandbox::start(SandboxConfig::default())
            .map_err(|error| AuditError::Demo(error.to_string()))?;
        let (ids, bills) = match pasted {
            Some(pasted) => (pasted.ids.clone(), pasted.bills.clone()),
            None if by_bills => {
                let bills = sandbox.bills();
                let bills = bills.iter().filter_map(|it| BillKey::number(it));
                (Vec::new(), bills.collect())
            }
            None => {
                let ids = sandbox.ids();
                let ids = ids.iter().filter_map(|id| InvoiceId::new(id).ok());
                (ids.collect(), Vec::new())
            }
        };
        Ok(Self {
            endpoint: Endpoint::parse(&sandbox.endpoint())
                .map_err(|error| AuditError::Demo(error.to_string()))?,
            credentials: Token::new(sandbox.token())
                .map_err(|error| AuditError::Demo(error.to_string()))?
                .into(),
            roots: ExtraRoots::default(),
            platform: DEMO_PLATFORM.to_owned(),
            left_out: pasted
                .map(|pasted| LeftOut::of(pasted, sheet))
                .unwrap_or_default(),
            ids,
            bills,
            _sandbox: Some(sandbox),
        })
    }
}

/// Where the pictures of a review can be had again.
pub(super) struct PictureSource {
    endpoint: Endpoint,
    credentials: Credentials,
    roots: ExtraRoots,
    private_addresses: bool,
    proxy: ProxyChoice,
    _sandbox: Option<Sandbox>,
}

impl PictureSource {
    /// `None` where nobody is named in whose name they may be fetched.
    pub fn of(
        platform: &str,
        ca_file: Option<&Path>,
        proxy: ProxyChoice,
        private_addresses: bool,
    ) -> Option<Self> {
        if platform == DEMO_PLATFORM {
            let sandbox = Sandbox::start(SandboxConfig::default()).ok()?;
            return Some(Self {
                endpoint: Endpoint::parse(&sandbox.endpoint()).ok()?,
                credentials: Token::new(sandbox.token()).ok()?.into(),
                roots: ExtraRoots::default(),
                private_addresses,
                proxy: ProxyChoice::default(),
                _sandbox: Some(sandbox),
            });
        }
        Some(Self {
            endpoint: Endpoint::parse(platform).ok()?,
            credentials: credentials().ok()?,
            roots: roots(ca_file).ok()?,
            private_addresses,
            proxy,
            _sandbox: None,
        })
    }

    pub fn request(&self) -> FetchRequest {
        FetchRequest {
            endpoint: self.endpoint.clone(),
            credentials: self.credentials.clone(),
            roots: self.roots.clone(),
            private_addresses: self.private_addresses,
            proxy: self.proxy.clone(),
            ids: Vec::new(),
            bills: Vec::new(),
            connections: None,
            with_pictures: true,
            read_lines: None,
            worker: WorkerConfig::default(),
        }
    }
}

impl LeftOut {
    fn of(pasted: &PasteReport, sheet: Option<String>) -> Self {
        Self {
            sheet,
            rejected: pasted.rejected_count,
            repeated: pasted.repeated_count,
            on_other_sheets: pasted.on_other_sheets,
        }
    }

    pub fn is_nothing(&self) -> bool {
        self.rejected == 0 && self.repeated == 0
    }
}

/// The token of the environment, or the app key there.
fn credentials() -> Result<Credentials, AuditError> {
    if let Some(text) = secret(TOKEN) {
        return Token::new(text.expose_secret())
            .map(Credentials::from)
            .map_err(|_invalid| AuditError::BadToken);
    }
    match (secret(APP_KEY), secret(APP_SECURITY)) {
        (Some(key), Some(security)) => AppKey::new(key.expose_secret(), security.expose_secret())
            .map(Credentials::Key)
            .map_err(|_invalid| AuditError::BadKey),
        (None, None) => Err(AuditError::NoToken),
        _ => Err(AuditError::HalfKey),
    }
}

fn roots(file: Option<&Path>) -> Result<ExtraRoots, AuditError> {
    let Some(path) = file else {
        return Ok(ExtraRoots::default());
    };
    ExtraRoots::read(path).map_err(|source| AuditError::CaFile {
        path: path.to_owned(),
        source,
    })
}

/// A variable of the environment without the space around it; empty is as good as unset.
fn secret(name: &str) -> Option<SecretString> {
    let text = SecretString::from(env::var(name).ok()?);
    let trimmed = text.expose_secret().trim();
    (!trimmed.is_empty()).then(|| SecretString::from(trimmed))
}
