//! Little proxies: one that speaks SOCKS and knows every name, and ones that refuse. Their threads end with the process.

use std::io::{self, Read as _, Write as _};
use std::net::{Shutdown, TcpListener, TcpStream};
use std::sync::{Arc, Mutex};
use std::thread;

/// Who asks for what, in order.
pub struct Proxy {
    port: u16,
    asked: Arc<Mutex<Vec<String>>>,
}

impl Proxy {
    /// Every name is this machine; only the port counts. With a user, it wants to know who asks.
    pub fn socks(user: Option<(&'static str, &'static str)>) -> Self {
        Self::serve(move |client, asked| {
            // A client that goes away early is what some tests are about.
            drop(socks(client, user, asked));
        })
    }

    /// Answers whoever wants to be connected with this status.
    pub fn refusing(status: &'static str) -> Self {
        Self::serve(move |mut client, asked| {
            let mut head = Vec::new();
            let mut byte = [0];
            while !head.ends_with(b"\r\n\r\n") && client.read_exact(&mut byte).is_ok() {
                head.push(byte[0]);
            }
            let line = String::from_utf8_lossy(&head);
            push(asked, line.lines().next().unwrap_or_default());
            let answer = format!("HTTP/1.1 {status}\r\nContent-Length: 0\r\n\r\n");
            drop(client.write_all(answer.as_bytes()));
        })
    }

    /// Ends every connection as soon as it begins.
    pub fn mute() -> Self {
        Self::serve(|client, _asked| drop(client))
    }

    /// An address where nobody listens.
    pub fn closed() -> String {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        format!("127.0.0.1:{port}")
    }

    fn serve(answer: impl Fn(TcpStream, &Mutex<Vec<String>>) + Send + Sync + 'static) -> Self {
        let listener = TcpListener::bind(("127.0.0.1", 0)).expect("a free port");
        let port = listener.local_addr().expect("it listens").port();
        let asked = Arc::new(Mutex::new(Vec::new()));
        let (answer, list) = (Arc::new(answer), Arc::clone(&asked));
        thread::spawn(move || {
            for client in listener.incoming().flatten() {
                let (answer, list) = (Arc::clone(&answer), Arc::clone(&list));
                thread::spawn(move || answer(client, &list));
            }
        });
        Self { port, asked }
    }

    pub fn address(&self) -> String {
        format!("127.0.0.1:{}", self.port)
    }

    pub fn asked(&self) -> Vec<String> {
        self.asked.lock().expect("no thread panics").clone()
    }
}

fn push(list: &Mutex<Vec<String>>, what: &str) {
    list.lock().expect("no thread panics").push(what.to_owned());
}

/// RFC 1928 and 1929, as much of them as a client needs that wants a connection to a name.
fn socks(
    mut client: TcpStream,
    user: Option<(&str, &str)>,
    asked: &Mutex<Vec<String>>,
) -> io::Result<()> {
    let [_version, count] = bytes(&mut client)?;
    let mut methods = vec![0; count.into()];
    client.read_exact(&mut methods)?;
    let wanted = if user.is_some() { 2 } else { 0 };
    if !methods.contains(&wanted) {
        return client.write_all(&[5, 0xFF]);
    }
    client.write_all(&[5, wanted])?;
    if let Some((name, word)) = user {
        let [_version] = bytes(&mut client)?;
        let said = (text(&mut client)?, text(&mut client)?);
        let is_right = said == (name.to_owned(), word.to_owned());
        client.write_all(&[1, u8::from(!is_right)])?;
        if !is_right {
            return Ok(());
        }
    }
    let [_version, _connect, _reserved, kind] = bytes(&mut client)?;
    let host = match kind {
        3 => text(&mut client)?,
        _ => bytes::<4>(&mut client)?
            .map(|part| part.to_string())
            .join("."),
    };
    let port = u16::from_be_bytes(bytes(&mut client)?);
    push(asked, &host);
    let server = TcpStream::connect(("127.0.0.1", port))?;
    client.write_all(&[5, 0, 0, 1, 0, 0, 0, 0, 0, 0])?;
    let (from, to) = (client.try_clone()?, server.try_clone()?);
    thread::spawn(move || pour(from, to));
    pour(server, client);
    Ok(())
}

fn pour(mut from: TcpStream, mut to: TcpStream) {
    // Whichever side ends, ends.
    drop(io::copy(&mut from, &mut to));
    drop(to.shutdown(Shutdown::Write));
}

fn bytes<const COUNT: usize>(from: &mut TcpStream) -> io::Result<[u8; COUNT]> {
    let mut bytes = [0; COUNT];
    from.read_exact(&mut bytes)?;
    Ok(bytes)
}

/// Led by its length.
fn text(from: &mut TcpStream) -> io::Result<String> {
    let [length] = bytes(from)?;
    let mut text = vec![0; length.into()];
    from.read_exact(&mut text)?;
    Ok(String::from_utf8_lossy(&text).into_owned())
}
