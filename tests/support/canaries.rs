//! The secrets of a run as canaries: where one of them turns up, raw, percent-encoded or in Base64, something leaks.
//! And the faults that tempt the program to let one go: answers that repeat what they were asked with.

use std::collections::{BTreeMap, BTreeSet};

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use invoice_lens::sandbox::{
    Bytes, FaultEffect, OssErrorAnswer, RequestKind, Sandbox, SandboxConfig, SandboxLibrary,
};
use url::{Url, form_urlencoded};

/// With every character that one of the forms writes in another way.
const TOKEN: &str = "canary-token+Vh8Q2/zT4w==";
const APP_KEY: &str = "canary-key-7Jp/Xn+0aB";
const APP_SECURITY: &str = "canary-security=Rk3%9wLm";
/// A link of somebody else's, which a confused server repeats.
const ECHOED_LINK: &str = "https://files.example/a.jpg?Expires=1710500135&OSSAccessKeyId=STS.NTcanary8Qm7cXw2\
    &Signature=canaryB2yf%2BSjIr5%2FfQ%3D&security-token=CAIScanaryF1q6%2BFt5B2yf%2FSjI%3D";
/// What a search begins with; no canary is shorter.
const PREFIX_BYTES: usize = 6;

/// A platform whose secrets are canaries.
pub fn platform(library: SandboxLibrary) -> Sandbox {
    let config = SandboxConfig {
        token: TOKEN.to_owned(),
        app_key: APP_KEY.to_owned(),
        app_security: APP_SECURITY.to_owned(),
        ..SandboxConfig::with_library(library)
    };
    Sandbox::start(config).expect("there is a free port")
}

/// Every secret of a run, in every form.
pub struct Canaries {
    /// What each form stands for, by the form's first bytes.
    forms: BTreeMap<Vec<u8>, BTreeMap<Vec<u8>, &'static str>>,
    names: BTreeSet<&'static str>,
}

impl Canaries {
    /// After the run: what was issued in it belongs to them.
    pub fn of(sandbox: &Sandbox) -> Self {
        let mut canaries = Self {
            forms: BTreeMap::new(),
            names: BTreeSet::new(),
        };
        canaries.add_link(ECHOED_LINK);
        canaries.add("token", sandbox.token());
        canaries.add("app key", sandbox.app_key());
        canaries.add("app security", sandbox.app_security());
        for (access, refresh) in sandbox.issued_tokens() {
            canaries.add("issued token", &access);
            canaries.add("refresh token", &refresh);
        }
        for (key, process) in objects(sandbox) {
            canaries.add_link(&sandbox.link(&key, process.as_deref()));
        }
        for record in sandbox.log().records {
            if record.object_key.is_some() {
                canaries.add_link(&format!("{}{}", sandbox.endpoint(), record.target));
            }
        }
        canaries
    }

    fn add_link(&mut self, link: &str) {
        let url = Url::parse(link).expect("the sandbox makes addresses");
        for (name, value) in url.query_pairs() {
            match &*name {
                "OSSAccessKeyId" => self.add("OSSAccessKeyId", &value),
                "Signature" => self.add("signature", &value),
                "security-token" => self.add("security-token", &value),
                _ => {}
            }
        }
    }

    fn add(&mut self, name: &'static str, value: &str) {
        self.names.insert(name);
        for form in forms(value) {
            let prefix = form[..PREFIX_BYTES].to_vec();
            let with_prefix = self.forms.entry(prefix).or_default();
            with_prefix.insert(form, name);
        }
    }

    /// Whether these secrets took part in the run, so that a test looked for what was there.
    pub fn assert_known(&self, names: &[&str]) {
        for name in names {
            assert!(self.names.contains(name), "{name} is in {:?}", self.names);
        }
    }

    /// `what` is where `bytes` come from.
    pub fn assert_absent(&self, what: &str, bytes: &[u8]) {
        if let Some((name, at)) = self.leak(bytes) {
            let around = &bytes[at.saturating_sub(80)..(at + 80).min(bytes.len())];
            let around = String::from_utf8_lossy(around);
            panic!("{name} leaks into {what}: …{around}…");
        }
    }

    /// The first secret in `bytes` and where it begins.
    pub fn leak(&self, bytes: &[u8]) -> Option<(&'static str, usize)> {
        let prefixes = bytes.windows(PREFIX_BYTES).enumerate();
        prefixes
            .filter_map(|(at, prefix)| Some((at, self.forms.get(prefix)?)))
            .find_map(|(at, forms)| {
                let mut forms = forms.iter();
                let (_, name) = forms.find(|(form, _)| bytes[at..].starts_with(form))?;
                Some((*name, at))
            })
    }
}

/// A leak planted in each form is found, wherever it stands: a search that finds nothing would prove nothing.
#[test]
fn planted_leaks_are_found() {
    let sandbox = platform(SandboxLibrary::new());
    let canaries = Canaries::of(&sandbox);
    canaries.assert_known(&["token", "app key", "app security", "signature"]);
    for before in ["", "x", "xy", "xyz"] {
        let said = format!("{before}{}{before}", sandbox.app_security());
        let escaped: String = form_urlencoded::byte_serialize(said.as_bytes()).collect();
        let twice = escaped.replace('%', "%25");
        let small = escaped.replace("%3D", "%3d");
        let coded = BASE64.encode(&said);
        let for_addresses = coded.replace('+', "-").replace('/', "_");
        for planted in [&said, &escaped, &twice, &small, &coded, &for_addresses] {
            let log = format!("票据 {planted} 票据");
            let found = canaries.leak(log.as_bytes()).map(|(name, _)| name);
            assert_eq!(found, Some("app security"), "{planted}");
            let cut = &planted[..planted.len() / 2];
            assert_eq!(canaries.leak(cut.as_bytes()), None, "{cut}");
        }
    }
}

/// Keys and chains of all pictures.
fn objects(sandbox: &Sandbox) -> Vec<(String, Option<String>)> {
    let invoices = sandbox.library().invoices();
    invoices
        .map(|invoice| (invoice.object_key.clone(), invoice.process.clone()))
        .collect()
}

/// A secret as it is, escaped in three manners, and in Base64 at every place that it can have among other bytes.
fn forms(value: &str) -> Vec<Vec<u8>> {
    let is_plain = |byte: u8| byte.is_ascii_alphanumeric() || b"-._".contains(&byte);
    let usual = escaped(value, is_plain, |byte| format!("{byte:02X}"));
    let mut forms = vec![
        value.to_owned(),
        escaped(value, is_plain, |byte| format!("{byte:02x}")),
        escaped(value, |_| false, |byte| format!("{byte:02X}")),
        usual.replace('%', "%25"),
        usual,
    ];
    for before in 0..3 {
        let padded = [&vec![b' '; before], value.as_bytes()].concat();
        let encoded = BASE64.encode(&padded);
        // Without the characters that also depend on what stands before and after.
        let from = [0, 2, 3][before];
        let to = padded.len() / 3 * 4;
        let own = &encoded[from..to];
        forms.push(own.to_owned());
        forms.push(own.replace('+', "-").replace('/', "_"));
    }
    forms.into_iter().map(String::into_bytes).collect()
}

/// Every byte that `is_plain` does not name as `%` and two digits, as `digits` writes them.
fn escaped(value: &str, is_plain: fn(u8) -> bool, digits: fn(u8) -> String) -> String {
    let mut text = String::new();
    for byte in value.bytes() {
        if is_plain(byte) {
            text.push(char::from(byte));
        } else {
            text.push('%');
            text.push_str(&digits(byte));
        }
    }
    text
}

/// What a server says that repeats whatever secrets it has heard of, with their names, and those of this very request,
/// `own`, without.
fn echo(own: &[&str]) -> String {
    format!(
        "accessToken={TOKEN} {{\"appKey\":\"{APP_KEY}\",\"appSecurity\":\"{APP_SECURITY}\"}} {ECHOED_LINK} {}",
        own.join(" "),
    )
}

/// Answers to the platform's calls of this kind in the place of the right ones. `elsewhere` is a host that nobody may
/// talk to.
pub fn answers_of_calls(kind: RequestKind, elsewhere: &str) -> Vec<FaultEffect> {
    let echo = match kind {
        RequestKind::Token => echo(&[APP_KEY, APP_SECURITY]),
        _ => echo(&[TOKEN]),
    };
    let message = serde_json::json!({ "errorCode": "E1", "errorMessage": echo });
    let refused = serde_json::json!({ "code": 403, "message": echo });
    let html = FaultEffect::WrongContent {
        body: Bytes::from(format!("<html>{echo}</html>")),
        content_type: "text/html".to_owned(),
    };
    vec![
        FaultEffect::status(200, &message.to_string()),
        FaultEffect::status(200, &refused.to_string()),
        FaultEffect::status(200, &echo),
        html,
        FaultEffect::status(400, &echo),
        FaultEffect::status(403, &echo),
        FaultEffect::status(413, &echo),
        FaultEffect::status(429, &echo),
        FaultEffect::status(500, &echo),
        FaultEffect::Redirect(format!("http://{elsewhere}/?{echo}")),
        FaultEffect::Reset,
        FaultEffect::Truncate { after: 30 },
        FaultEffect::Raw(Bytes::from(format!("HTTP/1.1 200 {echo}\r\n\r\n"))),
    ]
}

/// The same for pictures.
pub fn answers_of_bucket(sandbox: &Sandbox, elsewhere: &str) -> Vec<FaultEffect> {
    let (key, process) = objects(sandbox).remove(0);
    let link = sandbox.link(&key, process.as_deref());
    let link = Url::parse(&link).expect("the sandbox makes addresses");
    // A signature is for one second alone, and nobody knows in which the program will ask.
    let lasting: Vec<String> = link
        .query_pairs()
        .filter(|(name, _)| name == "OSSAccessKeyId" || name == "security-token")
        .map(|(_, value)| value.into_owned())
        .collect();
    let lasting: Vec<&str> = lasting.iter().map(String::as_str).collect();
    let echo = echo(&lasting).replace('&', "&amp;");
    let refusal = |status, code: &str, message: &str| {
        let error = OssErrorAnswer::new(status, code, message, "0002-00000040");
        FaultEffect::Oss(
            error
                .with_detail("OSSAccessKeyId", &echo)
                .with_detail("SignatureProvided", &echo)
                .with_detail("StringToSign", &echo),
        )
    };
    let as_success = format!("<Error><Code>NoSuchKey</Code><Message>{echo}</Message></Error>");
    vec![
        refusal(403, "SignatureDoesNotMatch", &echo),
        refusal(403, "SecurityTokenExpired", &echo),
        refusal(403, "AccessDenied", "Request has expired."),
        refusal(403, "UserDisable", &echo),
        refusal(404, "NoSuchKey", &echo),
        refusal(400, "BadRequest", &echo),
        refusal(503, "SlowDown", &echo),
        refusal(500, "InternalError", &echo),
        FaultEffect::WrongContent {
            body: Bytes::from(as_success),
            content_type: "application/xml".to_owned(),
        },
        FaultEffect::WrongContent {
            body: Bytes::from(format!("<!DOCTYPE html>{echo}")),
            content_type: "text/html".to_owned(),
        },
        FaultEffect::status(403, &echo),
        FaultEffect::Redirect(format!("http://{elsewhere}/?{echo}")),
        FaultEffect::Reset,
        FaultEffect::Truncate { after: 30 },
        FaultEffect::TruncateChunked { after: 30 },
        FaultEffect::TruncateUnnoticed { after: 30 },
        FaultEffect::Raw(Bytes::from(format!("HTTP/1.1 {echo}\r\n\r\n"))),
    ]
}

/// A cookie that carries a token, as some gateways set them.
pub fn cookie() -> FaultEffect {
    FaultEffect::Headers(vec![(
        "Set-Cookie".to_owned(),
        format!("accessToken={TOKEN}; Path=/"),
    )])
}
