//! The arguments of one operation: `w_100,h_50,g_nw`.

use crate::sandbox::oss_error::OssErrorAnswer;

#[derive(Debug)]
pub(super) struct Args<'a>(Vec<(&'a str, &'a str)>);

impl<'a> Args<'a> {
    pub(super) fn parse(text: &'a str) -> Result<Self, OssErrorAnswer> {
        let pairs = text.split(',').filter(|pair| !pair.is_empty()).map(|pair| {
            pair.split_once('_')
                .ok_or_else(|| OssErrorAnswer::invalid_argument("An argument has no value."))
        });
        Ok(Self(pairs.collect::<Result<_, _>>()?))
    }

    /// An argument that the operation does not know is an error, as on OSS.
    pub(super) fn expect_only(&self, names: &[&str]) -> Result<(), OssErrorAnswer> {
        if self.0.iter().all(|(name, _)| names.contains(name)) {
            Ok(())
        } else {
            Err(OssErrorAnswer::invalid_argument("An argument is unknown."))
        }
    }

    pub(super) fn text(&self, name: &str) -> Option<&'a str> {
        self.0
            .iter()
            .find_map(|(present, value)| (*present == name).then_some(*value))
    }

    pub(super) fn number(&self, name: &str) -> Result<Option<u32>, OssErrorAnswer> {
        self.text(name)
            .map(|value| {
                value.parse().map_err(|_not_a_number| {
                    OssErrorAnswer::invalid_argument("An argument is not a number from 0 up.")
                })
            })
            .transpose()
    }

    /// A length; 0 counts as not given.
    pub(super) fn length(&self, name: &str) -> Result<Option<u32>, OssErrorAnswer> {
        Ok(self.number(name)?.filter(|length| *length > 0))
    }
}
