//! What an answer of the platform costs in memory, whatever its shape. In a process of its own: what others hold would
//! count.
#![cfg(target_os = "linux")]

use std::fs;
use std::future::Future;
use std::io::{BufRead as _, BufReader, Read as _, Write as _};
use std::net::TcpListener;
use std::sync::{Arc, Mutex};
use std::thread;

use invoice_lens::model::{BillKey, InvoiceId, InvoiceType};
use invoice_lens::platform::{Endpoint, HttpLimits, PlatformClient, Token};

/// In one call.
const ASKED: usize = 100;
/// The largest answer that is read to its end: 1 MiB and 8 KiB for each ID.
const LARGEST: usize = (1 << 20) + ASKED * (8 << 10);
const MOST: usize = 20_000_000;

/// Answers every request with what is in there.
fn serve() -> (Endpoint, Arc<Mutex<Vec<u8>>>) {
    let listener = TcpListener::bind("127.0.0.1:0").expect("a port");
    let address = listener.local_addr().expect("bound");
    let body = Arc::new(Mutex::new(Vec::new()));
    let answers = Arc::clone(&body);
    thread::spawn(move || {
        for stream in listener.incoming() {
            let mut stream = stream.expect("accepted");
            let mut request = BufReader::new(stream.try_clone().expect("the same"));
            let (mut line, mut length) = (String::new(), 0);
            while request.read_line(&mut line).is_ok() && line != "\r\n" {
                if let Some(said) = line.to_lowercase().strip_prefix("content-length:") {
                    length = said.trim().parse().expect("a number");
                }
                line.clear();
            }
            let mut asked = vec![0; length];
            request.read_exact(&mut asked).expect("all of it");
            let body = answers.lock().expect("nobody panicked");
            let length = body.len();
            write!(
                stream,
                "HTTP/1.1 200 OK\r\nContent-Type: application/json\r\nContent-Length: {length}\r\nConnection: close\r\n\r\n"
            )
            .expect("sent");
            // Whoever refuses it hears no more.
            drop(stream.write_all(&body));
        }
    });
    let endpoint = Endpoint::parse(&format!("http://{address}")).expect("an address");
    (endpoint, body)
}

/// Answers of one shape each, as large as may be: the piece between the two ends as often as it fits.
fn shapes() -> Vec<(&'static str, Vec<u8>)> {
    let filled = |begin: &str, piece: &str, end: &str| {
        let room = LARGEST - begin.len() - end.len();
        let mut body = begin.as_bytes().to_vec();
        body.extend(piece.as_bytes().repeat(room / piece.len()));
        body.extend(end.as_bytes());
        body
    };
    let id = id(0);
    vec![
        ("one text", filled("{\"items\":[{\"x\":\"", "x", "\"}]}")),
        ("one name", filled("{\"", "n", "\":1,\"items\":[]}")),
        (
            "a text of escapes",
            filled("{\"items\":[],\"errorMessage\":\"", "\\u0000", "\"}"),
        ),
        ("empty objects", filled("{\"items\":[", "{},", "{}]}")),
        ("empty lists", filled("{\"items\":[", "[],", "[]]}")),
        ("numbers", filled("{\"items\":[", "1,", "1]}")),
        ("members", filled("{\"items\":[{", "\"a\":1,", "\"a\":1}]}")),
        (
            "members of the answer",
            filled("{", "\"a\":{},", "\"items\":[]}"),
        ),
        ("a deep list", filled("{\"items\":", "[", "")),
        (
            "the same invoice",
            filled(
                "{\"items\":[",
                &format!("{{\"invoiceId\":\"{id}\",\"id\":\"{id}\"}},"),
                "{}]}",
            ),
        ),
        (
            "fields",
            filled(
                &format!("{{\"items\":[{{\"id\":\"{id}\",\"master\":{{"),
                "\"E_system_发票主体_备注\":\"a\",",
                "\"b\":1}}]}",
            ),
        ),
        (
            "risk tags",
            filled(
                &format!("{{\"value\":{{\"items\":[{{\"id\":\"{id}\",\"riskTags\":["),
                "\"a\",",
                "\"a\"]}]}}",
            ),
        ),
    ]
}

fn id(nr: usize) -> InvoiceId {
    InvoiceId::new(&format!("ID01answer{nr:04}")).expect("an ID")
}

#[test]
fn an_answer_of_the_allowed_size_costs_little_whatever_its_shape() {
    let (endpoint, body) = serve();
    let client = PlatformClient::new(endpoint, HttpLimits::default()).expect("a client");
    let runtime = tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build();
    let runtime = runtime.expect("a runtime");
    let token = Token::new("a-token").expect("a token");
    let ids: Vec<InvoiceId> = (0..ASKED).map(id).collect();
    let bills: Vec<BillKey> = (0..ASKED)
        .map(|nr| BillKey::new(&format!("ID01bill{nr:06}")).expect("a bill"))
        .collect();
    let (token, ids, bills) = (&token, &ids[..], &bills[..]);
    for (shape, answer) in shapes() {
        assert!(answer.len() <= LARGEST, "{shape}");
        *body.lock().expect("nobody panicked") = answer;
        cost(
            &runtime,
            &format!("links, {shape}"),
            client.links(token, ids),
        );
        cost(
            &runtime,
            &format!("fields, {shape}"),
            client.fields(token, &InvoiceType::Invoice, ids),
        );
        cost(
            &runtime,
            &format!("bills, {shape}"),
            client.bills(token, bills),
        );
        cost(
            &runtime,
            &format!("tags, {shape}"),
            client.risk_tags(token, bills),
        );
        cost(
            &runtime,
            &format!("attachments, {shape}"),
            client.attachments(token, bills),
        );
    }
    // One byte more than that is not kept at all.
    *body.lock().expect("nobody panicked") = vec![b' '; 4 * LARGEST];
    let refused = runtime.block_on(client.links(token, ids));
    assert!(refused.is_err(), "{refused:?}");
}

/// What the call holds at most, its outcome included.
fn cost<T>(runtime: &tokio::runtime::Runtime, what: &str, call: impl Future<Output = T>) {
    let before = field("VmRSS:");
    fs::write("/proc/self/clear_refs", "5").expect("Linux forgets the highest");
    let outcome = runtime.block_on(call);
    let most = field("VmHWM:");
    drop(outcome);
    let cost = most.saturating_sub(before);
    assert!(cost <= MOST, "{what}: {cost} bytes");
}

fn field(name: &str) -> usize {
    let status = fs::read_to_string("/proc/self/status").expect("Linux has it");
    let line = status.lines().find_map(|line| line.strip_prefix(name));
    let kibibytes = line.and_then(|it| it.trim().strip_suffix(" kB"));
    let kibibytes: usize = kibibytes.expect("it says so").parse().expect("a number");
    kibibytes * 1024
}
