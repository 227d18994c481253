//! OSS's V1 URL signature: makes links and checks them.
//!
//! The string to sign is `GET\n\n\n{Expires}\n/{bucket}/{key}?{sub-resources}`, the sub-resources sorted by name and
//! with decoded values; its HMAC-SHA1 in Base64 is the `Signature`.

use base64::Engine as _;
use base64::engine::general_purpose::STANDARD as BASE64;
use hmac::{Hmac, KeyInit as _, Mac as _};
use sha1::Sha1;

use super::oss_error::OssErrorAnswer;
use super::query::{Query, encode_key, encode_value};

const ACCESS_KEY_ID: &str = "STS.NTsandbox4Qm7cXw2RrZ9kLbE";
const ACCESS_KEY_SECRET: &str = "sandbox-secret-of-no-worth";

/// Holds `+`, `/` and `=`, like real ones: whoever re-encodes it carelessly breaks the signature.
const SECURITY_TOKEN: &str =
    "CAIS8wF1q6Ft5B2yfSjIr5fsandboxPgfYPgmPbR/e2kB+Z9tVPjtTz2IHhMf3VqAO0ZsPkzlGpW7/0Ylrl6E5c=";

pub(super) const BUCKET: &str = "sandbox-files";

/// Host name that error bodies name.
pub(super) const BUCKET_HOST: &str = "sandbox-files.oss-cn-sandbox.example";

/// What a link asks for: everything that is signed, decoded.
pub(super) struct LinkRequest<'a> {
    pub(super) key: &'a str,
    pub(super) process: Option<&'a str>,
    /// The same parameter once more.
    pub(super) second_process: Option<&'a str>,
    pub(super) expires_secs: i64,
}

impl LinkRequest<'_> {
    /// Path and query of the signed link, beginning with `/`, byte for byte as handed out.
    pub(super) fn to_target(&self) -> String {
        let expires = self.expires_secs.to_string();
        let mut signed = vec![("security-token", SECURITY_TOKEN)];
        let chains = self.process.into_iter().chain(self.second_process);
        signed.extend(chains.clone().map(|chain| ("x-oss-process", chain)));
        let signature = sign(&string_to_sign(self.key, &expires, signed));
        let process = chains.map(|chain| format!("&x-oss-process={}", encode_value(chain)));
        let process: String = process.collect();
        format!(
            "/{}?Expires={expires}&OSSAccessKeyId={ACCESS_KEY_ID}&Signature={}{process}&security-token={}",
            encode_key(self.key),
            encode_value(&signature),
            encode_value(SECURITY_TOKEN),
        )
    }
}

/// Whether a request for `key` with this query is allowed at `now_secs`. A signature also counts if it was made with
/// one of `left_out`, chains that the query need not name.
pub(super) fn verify(
    key: &str,
    query: &Query,
    left_out: &[&str],
    now_secs: i64,
) -> Result<(), OssErrorAnswer> {
    let (Some(access_key_id), Some(expires), Some(signature)) = (
        query.get("OSSAccessKeyId"),
        query.get("Expires"),
        query.get("Signature"),
    ) else {
        return Err(OssErrorAnswer::anonymous());
    };
    if access_key_id != ACCESS_KEY_ID {
        return Err(OssErrorAnswer::invalid_access_key_id());
    }
    if let Ok(expires_secs) = expires.parse::<i64>()
        && now_secs > expires_secs
    {
        return Err(OssErrorAnswer::expired(expires_secs, now_secs));
    }
    let signed = query.pairs().filter(|(name, _)| is_sub_resource(name));
    let signed: Vec<(&str, &str)> = signed.collect();
    let expected = string_to_sign(key, expires, signed.clone());
    let is_signed_with = |chain: &&str| {
        let mut whole = signed.clone();
        whole.push(("x-oss-process", chain));
        sign(&string_to_sign(key, expires, whole)) == signature
    };
    if sign(&expected) == signature || left_out.iter().any(is_signed_with) {
        Ok(())
    } else {
        Err(OssErrorAnswer::signature_does_not_match(
            access_key_id,
            signature,
            &expected,
        ))
    }
}

fn is_sub_resource(name: &str) -> bool {
    name == "security-token" || name.starts_with("x-oss-") || name.starts_with("response-")
}

fn string_to_sign(key: &str, expires: &str, mut signed: Vec<(&str, &str)>) -> String {
    signed.sort_unstable();
    let pairs: Vec<String> = signed
        .iter()
        .map(|(name, value)| {
            if value.is_empty() {
                (*name).to_owned()
            } else {
                format!("{name}={value}")
            }
        })
        .collect();
    let separator = if pairs.is_empty() { "" } else { "?" };
    format!(
        "GET\n\n\n{expires}\n/{BUCKET}/{key}{separator}{}",
        pairs.join("&")
    )
}

fn sign(string_to_sign: &str) -> String {
    let mut mac = Hmac::<Sha1>::new_from_slice(ACCESS_KEY_SECRET.as_bytes())
        .expect("HMAC takes keys of any length");
    mac.update(string_to_sign.as_bytes());
    BASE64.encode(mac.finalize().into_bytes())
}

#[cfg(test)]
mod tests {
    use super::*;

    const KEY: &str = "票 据+1.jpg";
    const CHAIN: &str = "image/crop,w_764,h_911,x_901,y_58,g_nw";

    fn link() -> String {
        LinkRequest {
            key: KEY,
            process: Some(CHAIN),
            second_process: None,
            expires_secs: 1000,
        }
        .to_target()
    }

    fn code_of(target: &str, now_secs: i64) -> Option<String> {
        let (path, query) = target.split_once('?').expect("a link has a query");
        let key = super::super::query::decode_key(path);
        verify(&key, &Query::parse(query), &[], now_secs)
            .err()
            .map(|error| error.code)
    }

    #[test]
    fn the_string_to_sign_is_the_documented_one() {
        let pairs = vec![("x-oss-process", CHAIN), ("security-token", "T+/=")];
        assert_eq!(
            string_to_sign("a.jpg", "1710500135", pairs),
            "GET\n\n\n1710500135\n/sandbox-files/a.jpg?security-token=T+/=\
             &x-oss-process=image/crop,w_764,h_911,x_901,y_58,g_nw"
        );
    }

    #[test]
    fn links_are_encoded_like_the_samples() {
        let link = link();
        assert!(
            link.starts_with("/%E7%A5%A8%20%E6%8D%AE%2B1.jpg?Expires=1000&OSSAccessKeyId=STS.")
        );
        assert!(link.contains(
            "&x-oss-process=image%2Fcrop%2Cw_764%2Ch_911%2Cx_901%2Cy_58%2Cg_nw&security-token=CAIS"
        ));
    }

    #[test]
    fn an_untouched_link_is_accepted_until_it_expires() {
        assert_eq!(code_of(&link(), 1000), None);
        assert_eq!(code_of(&link(), 1001).as_deref(), Some("AccessDenied"));
    }

    #[test]
    fn a_chain_may_be_left_out_only_where_that_is_allowed() {
        let process = "&x-oss-process=image%2Fcrop%2Cw_764%2Ch_911%2Cx_901%2Cy_58%2Cg_nw";
        let without = link().replace(process, "");
        let (path, query) = without.split_once('?').expect("a link has a query");
        let key = super::super::query::decode_key(path);
        let query = Query::parse(query);
        let is_allowed = |left_out: &[&str]| verify(&key, &query, left_out, 0).is_ok();
        assert!(is_allowed(&["image/resize,w_9", CHAIN]));
        assert!(!is_allowed(&["image/resize,w_9"]));
        assert!(verify(&key, &query, &[CHAIN], 1001).is_err(), "out of date");
    }

    #[test]
    fn every_alteration_is_refused() {
        let link = link();
        let process = "&x-oss-process=image%2Fcrop%2Cw_764%2Ch_911%2Cx_901%2Cy_58%2Cg_nw";
        let altered = [
            link.replace("w_764", "w_765"),
            link.replace(process, ""),
            link.replace("%2F", "%252F"),
            link.replace("%2B", "+"),
            link.replace("Expires=1000", "Expires=9000"),
            link.replace("%E7%A5%A8", "%E7%A5%A9"),
            format!("{link}&response-content-type=text%2Fplain"),
        ];
        for target in altered {
            assert_ne!(target, link, "the alteration did nothing");
            assert_eq!(
                code_of(&target, 0).as_deref(),
                Some("SignatureDoesNotMatch"),
                "{target}"
            );
        }
        let nameless = link.replace("STS.NT", "STS.XX");
        assert_eq!(code_of(&nameless, 0).as_deref(), Some("InvalidAccessKeyId"));
        assert_eq!(code_of("/a.jpg?x=1", 0).as_deref(), Some("AccessDenied"));
    }
}
