//! What is inside a network and what is not, as a link writes it and as a name is resolved.

use std::time::Duration;

use crate::platform::http::{Destinations, Http, HttpLimits};
use crate::platform::{BucketClient, FetchError, TransportError};

use super::*;

fn address(text: &str) -> IpAddr {
    text.parse().expect("an address")
}

#[test]
fn what_no_host_of_the_internet_has_is_inside() {
    for inside in [
        "0.0.0.0",
        "0.1.2.3",
        "10.0.0.1",
        "100.64.0.1",
        "100.127.255.255",
        "127.0.0.1",
        "127.9.9.9",
        "169.254.169.254",
        "172.16.0.1",
        "172.31.255.255",
        "192.0.0.170",
        "192.168.1.1",
        "224.0.0.1",
        "239.255.255.255",
        "240.0.0.1",
        "255.255.255.255",
        "::",
        "::1",
        "::10.0.0.1",
        "::ffff:10.0.0.1",
        "::ffff:127.0.0.1",
        "::ffff:0:192.168.1.1",
        "64:ff9b::a9fe:a9fe",
        "64:ff9b:1::1",
        "2002:a00:1::1",
        "2001:0:4136:e378:8000:63bf:f5ff:fffe",
        "fc00::1",
        "fdff::1",
        "fe80::1",
        "febf::1",
        "fec0::1",
        "ff02::1",
    ] {
        assert!(is_inside(address(inside)), "{inside}");
    }
    for outside in [
        "1.1.1.1",
        "47.110.23.1",
        "100.63.255.255",
        "100.128.0.1",
        "172.15.0.1",
        "172.32.0.1",
        "192.0.1.1",
        "192.169.0.1",
        "198.18.0.7",
        "223.255.255.255",
        "::ffff:47.110.23.1",
        "64:ff9b::2f6e:1701",
        "2002:2f6e:1701::1",
        "2001:0:4136:e378:8000:63bf:3fff:fdd2",
        "2400:3200::1",
        "2606:4700::1111",
    ] {
        assert!(!is_inside(address(outside)), "{outside}");
    }
}

#[test]
fn a_link_to_this_machine_is_taken_from_a_platform_on_it_alone() {
    let elsewhere = Endpoint::parse("https://app.ekuaibao.com").expect("valid");
    let here = Endpoint::parse("http://127.0.0.1:8123").expect("valid");
    for raw in [
        "http://127.0.0.1:9/a.jpg",
        "http://localhost/a.jpg",
        "https://127.1.2.3/a.jpg",
        "http://[::1]:9/a.jpg",
    ] {
        let refused = link_from(&elsewhere, raw).err();
        assert_eq!(refused, Some(InvalidLink::ThisMachine), "{raw}");
        assert!(link_from(&here, raw).is_ok(), "{raw}");
    }
    assert!(link_from(&elsewhere, "https://files.example.com/a.jpg").is_ok());
}

fn run<T>(work: impl Future<Output = T>) -> T {
    tokio::runtime::Builder::new_current_thread()
        .enable_all()
        .build()
        .expect("a runtime for the test")
        .block_on(work)
}

#[test]
fn an_address_in_a_link_is_not_asked() {
    let bucket = BucketClient::new(HttpLimits::default()).expect("a client");
    for raw in [
        "https://10.0.0.1/a.jpg",
        "https://169.254.169.254/latest",
        "https://0.0.0.0/a.jpg",
        "https://[::ffff:127.0.0.1]/a.jpg",
        "https://[fd00::1]/a.jpg",
    ] {
        // A browser's way of writing an address is another text than the address, and is no link at all.
        let Ok(link) = SignedUrl::new(raw) else {
            assert!(raw.contains("ffff"), "{raw}");
            continue;
        };
        let refused = run(bucket.fetch(&link)).err();
        let inside = FetchError::Transport(TransportError::InsideNetwork);
        assert_eq!(refused, Some(inside), "{raw}");
    }
}

/// What a client with the program's rules comes to at a name that stands for these addresses.
fn asked(addresses: &'static [&'static str], proxy: Option<&str>) -> Option<TransportError> {
    let guard = Guard::over(proxy.map(str::to_owned), |_name| {
        let found = addresses.iter().map(|it| SocketAddr::new(address(it), 9));
        let found: Vec<SocketAddr> = found.collect();
        Box::pin(async move { Ok(found) })
    });
    let limits = HttpLimits {
        connect: Duration::from_millis(200),
        first_byte: Duration::from_millis(200),
        ..HttpLimits::default()
    };
    let http = Http::new(limits, Destinations::Given).expect("a client");
    let client = reqwest::Client::builder()
        .no_proxy()
        .tls_certs_only([])
        .dns_resolver(guard)
        .build()
        .expect("a client");
    let request = client.get("http://files.example.com:9/a.jpg");
    run(http.receive(request, 1000)).err()
}

#[test]
fn a_name_that_stands_for_such_an_address_is_not_asked() {
    for addresses in [
        &["127.0.0.1"] as &[&str],
        &["10.1.2.3"],
        &["fd00::1", "192.168.0.1"],
        &["::ffff:127.0.0.1"],
    ] {
        let refused = asked(addresses, Some("proxy.example.com"));
        assert_eq!(
            refused,
            Some(TransportError::InsideNetwork),
            "{addresses:?}"
        );
    }
}

#[test]
fn the_proxy_may_be_inside_the_network() {
    let failed = asked(&["127.0.0.1"], Some("Files.example.com"));
    assert!(
        matches!(failed, Some(TransportError::Unreachable(_))),
        "nobody listens there: {failed:?}"
    );
}
