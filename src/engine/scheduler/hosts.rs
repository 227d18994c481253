//! Hosts that do not answer: counted, left alone, probed, and taken up again by themselves.

use std::collections::{BTreeSet, HashMap};
use std::sync::Arc;
use std::time::Duration;

use crate::engine::config::RetryConfig;
use crate::engine::jobs::PictureNr;
use crate::engine::{Failure, FailureKind};
use crate::model::PageKey;

/// One host, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HostNr(usize);

/// Where links come from; all others are buckets.
pub(super) const PLATFORM: HostNr = HostNr(0);

/// What may be sent to a host now.
#[derive(Debug)]
pub(super) enum Permit {
    Go,
    /// One request, to see whether the host is back.
    Probe,
    Wait,
    /// It failed for good until somebody asks to try again.
    Never(Arc<Failure>),
}

/// What a connection that did not come about means for its host.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing yet.
    Counted,
    /// It is left alone; probed at this time, unless that was settled before.
    Paused(Option<Duration>),
    /// It was probed for as long as anybody wants to wait.
    GivenUp,
}

#[derive(Debug, Default)]
struct Host {
    /// Connections in a row that did not come about.
    failed: u32,
    standing: Standing,
    /// Pictures that wait for it.
    held: BTreeSet<PictureNr>,
}

#[derive(Debug, Default)]
enum Standing {
    #[default]
    Open,
    Paused {
        failure: Arc<Failure>,
        since: Duration,
        probe_at: Duration,
        is_probing: bool,
    },
    GivenUp(Arc<Failure>),
}

#[derive(Debug)]
pub(super) struct Hosts {
    hosts: Vec<Host>,
    by_name: HashMap<Box<str>, HostNr>,
}

impl Default for Hosts {
    fn default() -> Self {
        Self {
            hosts: vec![Host::default()],
            by_name: HashMap::new(),
        }
    }
}

impl Hosts {
    /// The host that a page lies on.
    pub fn of(&mut self, page: &PageKey) -> HostNr {
        let name = page.as_str();
        let name = name.split_once('/').map_or(name, |(host, _)| host);
        if let Some(known) = self.by_name.get(name) {
            return *known;
        }
        let host = HostNr(self.hosts.len());
        self.hosts.push(Host::default());
        self.by_name.insert(name.into(), host);
        host
    }

    pub fn permit(&self, host: HostNr, now: Duration) -> Permit {
        match &self.hosts[host.0].standing {
            Standing::Open => Permit::Go,
            Standing::Paused {
                probe_at,
                is_probing,
                ..
            } => {
                if *is_probing || now < *probe_at {
                    Permit::Wait
                } else {
                    Permit::Probe
                }
            }
            Standing::GivenUp(failure) => Permit::Never(Arc::clone(failure)),
        }
    }

    /// A request under [`Permit::Probe`] begins.
    pub fn probe_begins(&mut self, host: HostNr) {
        if let Standing::Paused { is_probing, .. } = &mut self.hosts[host.0].standing {
            *is_probing = true;
        }
    }

    /// The picture waits until the host is back.
    pub fn hold(&mut self, host: HostNr, picture: PictureNr) {
        self.hosts[host.0].held.insert(picture);
    }

    /// How many pictures wait for hosts.
    pub fn held_count(&self) -> usize {
        self.hosts.iter().map(|host| host.held.len()).sum()
    }

    pub fn held(&self, host: HostNr) -> impl Iterator<Item = PictureNr> {
        self.hosts[host.0].held.iter().copied()
    }

    /// Takes one picture out of those that wait.
    pub fn let_go(&mut self, host: HostNr, picture: PictureNr) {
        self.hosts[host.0].held.remove(&picture);
    }

    /// Something came back from the host; the pictures that waited for that.
    pub fn answered(&mut self, host: HostNr) -> BTreeSet<PictureNr> {
        let host = &mut self.hosts[host.0];
        host.failed = 0;
        // What nobody hopes for any more stays so until somebody asks.
        if let Standing::GivenUp(_) = host.standing {
            return BTreeSet::new();
        }
        host.standing = Standing::Open;
        std::mem::take(&mut host.held)
    }

    /// A connection did not come about.
    pub fn failed(
        &mut self,
        host: HostNr,
        failure: &Arc<Failure>,
        retry: &RetryConfig,
        now: Duration,
    ) -> Outcome {
        let host = &mut self.hosts[host.0];
        host.failed += 1;
        let next = now + retry.probe;
        match &mut host.standing {
            Standing::Open => {
                // A name that is not known or a network that is down fails every request alike.
                let is_offline = failure.kind == FailureKind::Offline;
                if !is_offline && host.failed < retry.host_failures {
                    return Outcome::Counted;
                }
                host.standing = Standing::Paused {
                    failure: Arc::clone(failure),
                    since: now,
                    probe_at: next,
                    is_probing: false,
                };
                Outcome::Paused(Some(next))
            }
            Standing::Paused {
                since,
                probe_at,
                is_probing,
                ..
            } => {
                // Others that were under way when the pause began say nothing new.
                if !*is_probing {
                    return Outcome::Paused(None);
                }
                let patience = retry.host_patience;
                if patience.is_some_and(|patience| now >= *since + patience) {
                    return Outcome::GivenUp;
                }
                *is_probing = false;
                *probe_at = next;
                Outcome::Paused(Some(next))
            }
            Standing::GivenUp(_) => Outcome::GivenUp,
        }
    }

    /// Nothing is sent to the host any more until somebody asks; the pictures that waited for it.
    pub fn give_up(&mut self, host: HostNr, failure: &Arc<Failure>) -> BTreeSet<PictureNr> {
        let host = &mut self.hosts[host.0];
        host.standing = Standing::GivenUp(Arc::clone(failure));
        std::mem::take(&mut host.held)
    }

    /// Tries all hosts anew; the pictures that waited.
    pub fn reopen(&mut self) -> Vec<PictureNr> {
        let mut waited = Vec::new();
        for host in &mut self.hosts {
            host.failed = 0;
            host.standing = Standing::Open;
            waited.extend(std::mem::take(&mut host.held));
        }
        waited
    }

    /// Why a host is left alone, if one is; the platform before buckets.
    pub fn paused(&self) -> Option<&Arc<Failure>> {
        self.hosts.iter().find_map(|host| match &host.standing {
            Standing::Paused { failure, .. } => Some(failure),
            Standing::Open | Standing::GivenUp(_) => None,
        })
    }
}
