//! The `x-oss-process` chain of a link: which operations the server ran on the stored page, in order.
//! Reading never fails; a chain that is not understood carries a [`ChainStep::Unknown`] and cannot be placed.

use percent_encoding::percent_decode_str;

use super::chain_step::{ChainStep, Crop, Gravity, StepName};
use super::orientation::QuarterTurn;

/// The only part of a link's query that has a meaning here; compared after percent-decoding.
const PARAMETER: &str = "x-oss-process";

/// Stands where a chain's family does when a link names several chains: no server has it, and its name is that of
/// [`super::PlaceError::Ambiguous`], whose sentence says what is wrong.
const SEVERAL: &str = "ambiguous";

/// Operations in the order in which the server runs them, each on the result of the one before.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct OssChain {
    steps: Vec<ChainStep>,
}

/// A rectangle of the page that a chain names outright, in page pixels as the server counts them.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct CropRect {
    pub x: u32,
    pub y: u32,
    pub w: u32,
    pub h: u32,
}

impl OssChain {
    /// Reads the decoded value of `x-oss-process`: `image/crop,w_10,h_10/resize,w_5`. Empty is the identity.
    pub fn parse(process: &str) -> Self {
        if process.is_empty() {
            return Self::default();
        }
        let (family, chain) = process.split_once('/').unwrap_or((process, ""));
        if family != "image" {
            // `style/name` hides a chain on the server; video and documents are no pictures.
            return Self::not_understood(family);
        }
        let chain = chain.strip_suffix('/').unwrap_or(chain);
        if chain.is_empty() {
            return Self::default();
        }
        Self {
            steps: chain.split('/').map(ChainStep::parse).collect(),
        }
    }

    pub fn steps(&self) -> &[ChainStep] {
        &self.steps
    }

    /// The rectangle which the chain cuts out of the page (turned upright at most) before it does anything else; `None` where it doesn't, or
    /// where the page's size is needed to know it.
    pub fn page_crop(&self) -> Option<CropRect> {
        let counts =
            |step: &&ChainStep| step.has_geometry() && **step != ChainStep::AutoOrient(true);
        match self.steps.iter().find(counts)? {
            &ChainStep::Crop(Crop {
                x,
                y,
                w: Some(w),
                h: Some(h),
                gravity: Gravity::NorthWest,
            }) => Some(CropRect { x, y, w, h }),
            _ => None,
        }
    }

    /// Whether the server turns the page by its orientation, and takes that out of what it delivers.
    pub fn turns_upright(&self) -> bool {
        self.steps.contains(&ChainStep::AutoOrient(true))
    }

    /// The first step whose effect is not known.
    pub fn unknown_step(&self) -> Option<&StepName> {
        self.steps.iter().find_map(|step| match step {
            ChainStep::Unknown(name) => Some(name),
            _ => None,
        })
    }

    /// The same with `auto-orient,1` in front of the scaling that stands before it: the server turns before it scales,
    /// in whichever order that is written.
    pub(super) fn turned_before_scaling(&self) -> Self {
        let mut steps = self.steps.clone();
        let orient = steps
            .iter()
            .position(|step| *step == ChainStep::AutoOrient(true));
        if let Some(at) = orient {
            let is_passed =
                |step: &ChainStep| matches!(step, ChainStep::Resize(_)) || !step.has_geometry();
            let passed = steps[..at].iter().rev().take_while(|step| is_passed(step));
            let to = at - passed.count();
            steps[to..=at].rotate_right(1);
        }
        Self { steps }
    }

    /// The same with this turn in place of the first `auto-orient,1`; behind it there is nothing left to turn.
    pub(super) fn turned_by(&self, turn: QuarterTurn) -> Self {
        let mut turns = std::iter::once(turn);
        let settled = |step: &ChainStep| match step {
            ChainStep::AutoOrient(true) => ChainStep::Rotate(turns.next().unwrap_or_default()),
            other => other.clone(),
        };
        Self {
            steps: self.steps.iter().map(settled).collect(),
        }
    }

    fn not_understood(name: &str) -> Self {
        Self {
            steps: vec![ChainStep::Unknown(StepName::new(name))],
        }
    }
}

/// The processing that a URL's query asks for, decoded, for [`OssChain::parse`]; empty where it asks for none. Takes the
/// query as it was sent.
///
/// A `+` stays a plus: OSS signs the percent-decoded value and no argument of a chain holds a blank. Which of two chains
/// the server obeys is not documented: what comes back then is no chain that anybody understands.
pub fn process_in_query(raw_query: &str) -> String {
    let mut values = raw_query
        .split('&')
        .map(|pair| pair.split_once('=').unwrap_or((pair, "")))
        .filter(|(key, _)| is_process(key))
        .map(|(_, value)| percent_decode_str(value).decode_utf8_lossy());
    match (values.next(), values.next()) {
        (None, _) => String::new(),
        (Some(process), None) => process.into_owned(),
        (Some(first), Some(second)) => {
            let further = values.map(|value| format!("&{value}"));
            let further: String = further.collect();
            format!("{SEVERAL}/{first}&{second}{further}")
        }
    }
}

/// Whether a name in a raw query is that of the processing.
pub fn is_process(raw_name: &str) -> bool {
    let name = percent_decode_str(raw_name).decode_utf8();
    name.is_ok_and(|name| name == PARAMETER)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn in_query(query: &str) -> OssChain {
        OssChain::parse(&process_in_query(query))
    }

    #[test]
    fn the_documented_link_is_a_crop_at_the_origin() {
        let query = "Expires=1710500135&OSSAccessKeyId=STS.x&Signature=a%2Bb%3D\
                     &x-oss-process=image%2Fcrop%2Cw_1650%2Ch_1665%2Cx_0%2Cy_0%2Cg_nw&security-token=CAIS%2B%2F";
        let expected = CropRect {
            x: 0,
            y: 0,
            w: 1650,
            h: 1665,
        };
        assert_eq!(in_query(query).page_crop(), Some(expected));
    }

    #[test]
    fn no_chain_is_the_identity() {
        for query in [
            "",
            "Expires=1&Signature=x",
            "x-oss-process=",
            "x-oss-process",
            "X-Oss-Process=image/circle,r_1",
        ] {
            assert!(in_query(query).steps().is_empty(), "{query}");
        }
        for process in [
            "image",
            "image/",
            "image/format,png/quality,q_80",
            "image/auto-orient,0/rotate,0",
        ] {
            let chain = OssChain::parse(process);
            assert!(
                !chain.steps().iter().any(ChainStep::has_geometry),
                "{process}"
            );
        }
    }

    #[test]
    fn an_encoded_name_is_the_same_parameter() {
        assert_eq!(in_query("x%2Doss-process=image/rotate,90").steps().len(), 1);
    }

    #[test]
    fn what_cannot_be_trusted_is_unknown() {
        for query in [
            "x-oss-process=style%2Fthumb",
            "x-oss-process=video%2Fsnapshot",
            "x-oss-process=image%2Fcrop%2Cw_1&x-oss-process=image%2Fcrop%2Cw_2",
            "x-oss-process=image%2Fcrop%2Cw_1&a=b&x%2Doss-process=&x-oss-process",
            "x-oss-process=image%2Frotate%2C90%FF",
            "x-oss-process=image%252Frotate%252C90",
            "x-oss-process=image+/rotate,90",
            "x-oss-process=image/rotate,90//resize,w_1",
            "x-oss-process=image/resize,w_100|image/rotate,90",
        ] {
            assert!(in_query(query).unknown_step().is_some(), "{query}");
        }
    }

    #[test]
    fn different_pairs_of_chains_are_told_apart() {
        let two = |second: &str| {
            process_in_query(&format!(
                "x-oss-process=image/crop,w_1&x-oss-process={second}"
            ))
        };
        assert_ne!(two("image/crop,w_2"), two("image/crop,w_3"));
        assert_ne!(two(""), process_in_query("x-oss-process=image/crop,w_1"));
    }

    #[test]
    fn nothing_of_the_link_is_printed() {
        let chain = OssChain::parse("image/Signature=abc123/resize,w_1");
        assert!(!format!("{chain:?}").contains("abc123"));
    }

    #[test]
    fn only_a_leading_crop_from_the_top_left_names_a_rectangle() {
        let crop = |process| OssChain::parse(process).page_crop();
        assert!(crop("image/quality,q_90/crop,w_7,h_8,x_1,y_2/resize,w_3").is_some());
        assert!(crop("image/auto-orient,1/crop,w_7,h_8").is_some());
        for process in [
            "image/crop,w_7,x_1",
            "image/crop,w_7,h_8,g_se",
            "image/rotate,90/crop,w_7,h_8",
            "",
        ] {
            assert_eq!(crop(process), None, "{process}");
        }
    }
}
