//! A team's review of many tickets, judged by 1 to 8 windows' stores at once: how long a claim and a verdict take until
//! the server has them on its disk. `crowd postgres://USER@HOST/DB [TICKETS]` makes a review for each number of clients.

use std::error::Error;
use std::thread;
use std::time::{Duration, Instant};

use invoice_lens::model::{Deed, Event, InvoiceId, Stamp, TicketState, Verdict};
use invoice_lens::store::{
    DatabaseAddress, DatabaseRequest, OpenRequest, Order, Record, Store, StoreAnswer, TeamReview,
};

const PLATFORM: &str = "https://a.example";
const PATIENCE: Duration = Duration::from_mins(2);
const BATCH: usize = 20;

type Times = (Vec<Duration>, Vec<Duration>);

fn main() -> Result<(), Box<dyn Error>> {
    let mut arguments = std::env::args().skip(1);
    let base = arguments.next().ok_or("which database?")?;
    let tickets = arguments.next().map_or(Ok(20_000), |it| it.parse())?;
    println!("| clients | verdicts a second | claim, middle | p99 | verdict, middle | p99 |");
    println!("| ---: | ---: | ---: | ---: | ---: | ---: |");
    for clients in [1, 2, 4, 8] {
        let name = Stamp::now().id;
        let address: DatabaseAddress = format!("{base}?review=crowd-{name}").parse()?;
        let ids = (0..tickets).map(|nr| InvoiceId::new(&format!("ID01crowd{nr:06}")));
        let ids: Vec<InvoiceId> = ids.collect::<Result<_, _>>()?;
        let record = Record::of_ids(ids, Stamp::now(), "crowd".into());
        TeamReview::create(&address, None, PLATFORM, &[record], &[])?;
        let begun = Instant::now();
        let threads: Vec<_> = (0..clients)
            .map(|_| {
                let address = address.clone();
                thread::spawn(move || judge_all(address))
            })
            .collect();
        let (mut claims, mut verdicts) = Times::default();
        for thread in threads {
            let (its_claims, its_verdicts) =
                thread.join().map_err(|_panic| "a client crashed")??;
            claims.extend(its_claims);
            verdicts.extend(its_verdicts);
        }
        let rate = verdicts.len() as f64 / begun.elapsed().as_secs_f64();
        if verdicts.len() != tickets {
            return Err(format!("{} of {tickets} were judged", verdicts.len()).into());
        }
        let [claim, claim_99] = middle_and_late(&mut claims);
        let [verdict, verdict_99] = middle_and_late(&mut verdicts);
        println!(
            "| {clients} | {rate:.0} | {claim:.1} ms | {claim_99:.1} ms | {verdict:.1} ms | {verdict_99:.1} ms |"
        );
    }
    Ok(())
}

/// One verdict after the other, as a person gives them, without the time that a person needs.
fn judge_all(address: DatabaseAddress) -> Result<Times, String> {
    let request = DatabaseRequest {
        address,
        password: None,
        outbox: None,
    };
    let request = OpenRequest::Database(Box::new(request));
    let store = Store::open(request, || {}).map_err(|error| error.to_string())?;
    let (mut claims, mut verdicts) = Times::default();
    loop {
        let begun = Instant::now();
        send(&store, Order::Claim(BATCH))?;
        let own = loop {
            match store.answer_within(PATIENCE).ok_or("no answer")? {
                StoreAnswer::Board(board) if board.is_answer => break board.own,
                StoreAnswer::Opened(Err(error)) => return Err(error.to_string()),
                _ => {}
            }
        };
        claims.push(begun.elapsed());
        if own.is_empty() {
            return Ok((claims, verdicts));
        }
        for id in own {
            let begun = Instant::now();
            let record = verdict(id)?;
            let name = record.event.stamp.id;
            send(&store, Order::Append(Box::new(record)))?;
            loop {
                match store.answer_within(PATIENCE).ok_or("no answer")? {
                    StoreAnswer::Saved(event) if event == name => break,
                    StoreAnswer::Collided(_) => return Err("a ticket was judged twice".to_owned()),
                    _ => {}
                }
            }
            verdicts.push(begun.elapsed());
        }
    }
}

fn send(store: &Store, order: Order) -> Result<(), String> {
    store
        .send(order)
        .map_err(|_full| "the store is gone".to_owned())
}

fn verdict(id: InvoiceId) -> Result<Record, String> {
    let event = Event {
        stamp: Stamp::now(),
        reviewer: "crowd".into(),
        invoice: Some(id.clone()),
        base: None,
        deed: Deed::Judged {
            verdict: Verdict::Correct,
            on: None,
        },
    };
    let state = TicketState::default().after(&event).ok_or("no verdict")?;
    Ok(Record {
        states: vec![(id, state)],
        event,
    })
}

/// The middle one and the 99th of a hundred, in milliseconds.
fn middle_and_late(times: &mut [Duration]) -> [f64; 2] {
    times.sort_unstable();
    [50, 99].map(|percent| {
        let at = (times.len() * percent / 100).min(times.len().saturating_sub(1));
        times.get(at).map_or(0.0, |it| it.as_secs_f64() * 1e3)
    })
}
