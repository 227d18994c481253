//! Hosts, each by itself: how many downloads it takes at once, and a circuit breaker. One that does nothing but fail is left
//! alone, probed, and taken up again by itself, or given up in the end.

use std::collections::{BTreeSet, HashMap, VecDeque};
use std::sync::Arc;
use std::time::Duration;

use super::lanes::Lanes;
use crate::engine::config::RetryConfig;
use crate::engine::jobs::PictureNr;
use crate::engine::{Failure, FailureKind};
use crate::model::{InvoiceNr, PageKey};

/// One host, by number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct HostNr(usize);

/// Where links come from; all others are buckets.
pub(super) const PLATFORM: HostNr = HostNr(0);

/// Downloads at one time from all hosts together, unless the user wants more of one.
const MAX_DOWNLOADS: usize = 64;
/// Of these, so many at most from hosts that have not answered yet: however many of them hang, the others go on.
const MAX_UNPROVEN: usize = 32;

/// A picture, behind the invoice that it was first known of: the order in which pictures are fetched.
pub(super) type QueuePlace = (InvoiceNr, PictureNr);

fn pictures(places: impl IntoIterator<Item = QueuePlace>) -> Vec<PictureNr> {
    places.into_iter().map(|(_, picture)| picture).collect()
}

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

/// What a request that failed means for its host.
#[derive(Debug, PartialEq, Eq)]
pub(super) enum Outcome {
    /// Nothing yet.
    Counted,
    /// It is left alone; probed at this time, unless that was settled before.
    Paused(Option<Duration>),
    /// It was probed for as long as anybody wants to wait.
    GivenUp,
}

#[derive(Debug)]
struct Host {
    name: Arc<str>,
    /// Requests in a row that failed in a way for which the host may be to blame.
    failed: u32,
    standing: HostStanding,
    lanes: Lanes,
    /// Downloads under way.
    running: usize,
    has_answered: bool,
    /// Pictures that wait for it, in the order of their invoices.
    held: BTreeSet<QueuePlace>,
    /// Waits for a place among those that have not answered yet.
    is_in_line: bool,
    last_probe: Option<PictureNr>,
}

#[derive(Debug, Default)]
enum HostStanding {
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
    all: Vec<Host>,
    by_name: HashMap<Arc<str>, HostNr>,
    /// Downloads at one time from one host, by the user's choice.
    most: usize,
    /// Downloads under way from hosts that have not answered yet.
    unproven: usize,
    /// Hosts that wait for a place among these.
    line: VecDeque<HostNr>,
    /// Those that are not as they should be, or were not a moment ago.
    hampered: BTreeSet<HostNr>,
}

impl Hosts {
    /// With so many downloads at one time from each.
    pub fn new(most: usize) -> Self {
        let mut hosts = Self {
            all: Vec::new(),
            by_name: HashMap::new(),
            most,
            unproven: 0,
            line: VecDeque::new(),
            hampered: BTreeSet::new(),
        };
        hosts.add("");
        hosts
    }

    fn add(&mut self, name: &str) -> HostNr {
        let host = HostNr(self.all.len());
        let name = Arc::<str>::from(name);
        self.by_name.insert(Arc::clone(&name), host);
        self.all.push(Host {
            name,
            failed: 0,
            standing: HostStanding::Open,
            lanes: Lanes::new(self.most),
            running: 0,
            has_answered: false,
            held: BTreeSet::new(),
            is_in_line: false,
            last_probe: None,
        });
        host
    }

    /// The host that a page lies on.
    pub fn of(&mut self, page: &PageKey) -> HostNr {
        let name = page.bucket();
        match self.by_name.get(name) {
            Some(known) => *known,
            None => self.add(name),
        }
    }

    pub fn set_most(&mut self, most: usize) {
        self.most = most;
        for host in &mut self.all {
            host.lanes.set_most(most);
        }
    }

    pub fn lanes(&mut self, host: HostNr) -> &mut Lanes {
        // Whoever asks may narrow them.
        self.hampered.insert(host);
        &mut self.all[host.0].lanes
    }

    /// Downloads at one time from hosts that have not answered yet; a single bucket keeps nobody waiting.
    fn most_unproven(&self) -> usize {
        if self.all.len() <= 2 {
            MAX_DOWNLOADS.max(self.most)
        } else {
            MAX_UNPROVEN
        }
    }

    /// Downloads at one time from this host; one where it is not known yet whether it answers and others may be kept waiting.
    fn width(&self, host: HostNr) -> usize {
        let is_alone = self.all.len() <= 2;
        let host = &self.all[host.0];
        if host.has_answered || is_alone {
            host.lanes.open()
        } else {
            1
        }
    }

    pub fn permit(&self, nr: HostNr, now: Duration) -> Permit {
        let host = &self.all[nr.0];
        match &host.standing {
            HostStanding::Open => {
                let is_free = now >= host.lanes.hold_until
                    && host.running < self.width(nr)
                    && (host.has_answered || self.unproven < self.most_unproven());
                if is_free { Permit::Go } else { Permit::Wait }
            }
            HostStanding::Paused {
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
            HostStanding::GivenUp(failure) => Permit::Never(Arc::clone(failure)),
        }
    }

    /// A request under [`Permit::Probe`] begins.
    pub fn probe_begins(&mut self, host: HostNr) {
        if let HostStanding::Paused { is_probing, .. } = &mut self.all[host.0].standing {
            *is_probing = true;
        }
    }

    /// A download from the host begins.
    pub fn begin(&mut self, host: HostNr) {
        let host = &mut self.all[host.0];
        host.running += 1;
        self.unproven += usize::from(!host.has_answered);
    }

    /// A download from the host ended, however.
    pub fn end(&mut self, host: HostNr) {
        let host = &mut self.all[host.0];
        host.running -= 1;
        self.unproven -= usize::from(!host.has_answered);
    }

    /// Whether so many downloads are all that there may be at one time.
    pub fn is_full(&self, running: usize) -> bool {
        running >= MAX_DOWNLOADS.max(self.most)
    }

    /// How many downloads are under way from hosts that answer.
    pub fn proven(&self, running: usize) -> usize {
        running - self.unproven
    }

    /// The picture waits until its host takes it.
    pub fn hold(&mut self, nr: HostNr, picture: QueuePlace) {
        let is_crowded = self.unproven >= self.most_unproven();
        let host = &mut self.all[nr.0];
        host.held.insert(picture);
        let is_open = matches!(host.standing, HostStanding::Open);
        if is_open && !host.has_answered && is_crowded && !host.is_in_line {
            host.is_in_line = true;
            self.line.push_back(nr);
        }
    }

    /// How many pictures wait for hosts.
    pub fn held_count(&self) -> usize {
        self.all.iter().map(|host| host.held.len()).sum()
    }

    /// Takes one picture out of those that wait.
    pub fn let_go(&mut self, host: HostNr, picture: QueuePlace) {
        self.all[host.0].held.remove(&picture);
    }

    /// Takes out the first of those that wait, as many as the host has room for now.
    pub fn take_free(&mut self, nr: HostNr, now: Duration) -> Vec<PictureNr> {
        let width = self.width(nr);
        let host = &mut self.all[nr.0];
        if !matches!(host.standing, HostStanding::Open) || now < host.lanes.hold_until {
            return Vec::new();
        }
        let free = width.saturating_sub(host.running);
        let first: Vec<_> = host.held.iter().copied().take(free).collect();
        for place in &first {
            host.held.remove(place);
        }
        pictures(first)
    }

    /// The same for every host.
    pub fn take_all_free(&mut self, now: Duration) -> Vec<PictureNr> {
        let all = 0..self.all.len();
        all.flat_map(|host| self.take_free(HostNr(host), now))
            .collect()
    }

    /// How many more downloads there may be from hosts that have not answered yet.
    pub fn places(&self) -> usize {
        self.most_unproven().saturating_sub(self.unproven)
    }

    /// The next of the hosts that wait for a place.
    pub fn next_in_line(&mut self) -> Option<HostNr> {
        let next = self.line.pop_front()?;
        self.all[next.0].is_in_line = false;
        Some(next)
    }

    /// Takes out the picture to probe the host with: one that is looked at, or any, but not the same one time after time,
    /// since it may be the one file that the host cannot deliver. `roll` is at least 0 and below 1.
    pub fn take_probe(
        &mut self,
        host: HostNr,
        is_wanted: impl Fn(PictureNr) -> bool,
        roll: f64,
    ) -> Option<PictureNr> {
        let host = &mut self.all[host.0];
        let before = host.last_probe;
        let wanted = host.held.iter().copied().find(|it| is_wanted(it.1));
        let any = (host.held.len() as f64 * roll) as usize;
        let picture = wanted
            .filter(|it| before != Some(it.1))
            .or_else(|| host.held.iter().copied().nth(any))?;
        host.held.remove(&picture);
        let (_, picture) = picture;
        host.last_probe = Some(picture);
        Some(picture)
    }

    /// Something came back from the host; the pictures that waited for that.
    pub fn answered(&mut self, host: HostNr) -> Vec<PictureNr> {
        let host = &mut self.all[host.0];
        host.failed = 0;
        if !host.has_answered {
            host.has_answered = true;
            self.unproven -= host.running;
        }
        // What nobody hopes for any more stays so until somebody asks.
        // And what was under way when a pause began says nothing of what may follow.
        match host.standing {
            HostStanding::Paused {
                is_probing: true, ..
            } => {
                host.standing = HostStanding::Open;
                pictures(std::mem::take(&mut host.held))
            }
            _ => Vec::new(),
        }
    }

    /// A request failed in a way for which the host may be to blame. `wait` is how long it wants to be left alone, where that
    /// is reason enough to pause.
    pub fn failed(
        &mut self,
        nr: HostNr,
        failure: &Arc<Failure>,
        wait: Option<Duration>,
        retry: &RetryConfig,
        now: Duration,
    ) -> Outcome {
        let host = &mut self.all[nr.0];
        host.failed += 1;
        let next = now + wait.unwrap_or_default().max(retry.probe);
        let next = next.max(host.lanes.hold_until);
        match &mut host.standing {
            HostStanding::Open => {
                // A name that is not known or a network that is down fails every request alike.
                let is_sure = wait.is_some() || failure.kind == FailureKind::Offline;
                if !is_sure && host.failed < retry.host_failures {
                    return Outcome::Counted;
                }
                self.pause(nr, failure, next, now);
                Outcome::Paused(Some(next))
            }
            HostStanding::Paused {
                since,
                probe_at,
                is_probing,
                ..
            } => {
                // Others that were under way when the pause began say nothing new.
                if !*is_probing {
                    return Outcome::Paused(None);
                }
                if now >= *since + retry.host_patience {
                    return Outcome::GivenUp;
                }
                *is_probing = false;
                *probe_at = next;
                Outcome::Paused(Some(next))
            }
            HostStanding::GivenUp(_) => Outcome::GivenUp,
        }
    }

    /// Leaves the host alone and has it probed at that time.
    fn pause(&mut self, host: HostNr, failure: &Arc<Failure>, probe_at: Duration, now: Duration) {
        self.hampered.insert(host);
        self.all[host.0].standing = HostStanding::Paused {
            failure: Arc::clone(failure),
            since: now,
            probe_at,
            is_probing: false,
        };
    }

    /// Nothing is sent to the host any more until somebody asks; the pictures that waited for it.
    pub fn give_up(&mut self, host: HostNr, failure: &Arc<Failure>) -> Vec<PictureNr> {
        let host = &mut self.all[host.0];
        host.standing = HostStanding::GivenUp(Arc::clone(failure));
        pictures(std::mem::take(&mut host.held))
    }

    /// Tries all hosts anew; the pictures that waited.
    pub fn reopen(&mut self) -> Vec<PictureNr> {
        let mut waited = Vec::new();
        for host in &mut self.all {
            host.failed = 0;
            host.standing = HostStanding::Open;
            host.lanes.hold_until = Duration::ZERO;
            waited.extend(pictures(std::mem::take(&mut host.held)));
        }
        waited
    }

    /// Forgets those that are as they should be again.
    pub fn look_after(&mut self, now: Duration) {
        let hosts = &self.all;
        self.hampered.retain(|nr| {
            let host = &hosts[nr.0];
            let is_paused = matches!(host.standing, HostStanding::Paused { .. });
            is_paused || host.lanes.is_narrow() || host.lanes.hold_until > now
        });
    }

    fn hampered(&self) -> impl Iterator<Item = &Host> {
        self.hampered.iter().map(|nr| &self.all[nr.0])
    }

    /// A host that is left alone, if one is, by name and with the reason; the platform, which has no name here, before
    /// buckets.
    pub fn paused(&self) -> Option<(&Arc<str>, &Arc<Failure>)> {
        self.hampered().find_map(|host| match &host.standing {
            HostStanding::Paused { failure, .. } => Some((&host.name, failure)),
            HostStanding::Open | HostStanding::GivenUp(_) => None,
        })
    }

    /// Until when a bucket asked to be left alone.
    pub fn hold_until(&self) -> Duration {
        let until = self.hampered().map(|host| host.lanes.hold_until);
        until.max().unwrap_or_default()
    }

    /// The fewest downloads at one time to which a bucket had them reduced.
    pub fn narrowest(&self) -> Option<usize> {
        let narrow = self.hampered().filter(|host| host.lanes.is_narrow());
        narrow.map(|host| host.lanes.open()).min()
    }
}
