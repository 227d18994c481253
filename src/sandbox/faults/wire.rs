//! The listener and its connections. A handler may take a connection over, to send bytes of its own and to end it
//! rudely: faults that no well-behaved HTTP server can produce.

use std::io;
use std::net::SocketAddr;
use std::pin::Pin;
use std::sync::{Arc, Mutex};
use std::task::{Context, Poll, ready};

use axum::body::{Body, Bytes};
use axum::extract::connect_info::Connected;
use axum::response::Response;
use axum::serve::{IncomingStream, Listener};
use tokio::io::{AsyncRead, AsyncWrite, ReadBuf};
use tokio::net::{TcpListener, TcpStream};

use super::doors::Doors;
use crate::sandbox::locked;

/// What happens once the bytes of a takeover are sent.
#[derive(Clone, Copy)]
pub(super) enum WireEnding {
    /// FIN, although the answer is not complete.
    Close,
    /// RST. What the client has not read yet may be lost.
    Reset,
    /// Nothing ever again; the connection stays open.
    Stall,
}

struct Takeover {
    rest: Bytes,
    ending: WireEnding,
}

/// Lets a handler take over the connection that its request came by.
#[derive(Clone, Default)]
pub(super) struct WireControl(Arc<Mutex<Option<Takeover>>>);

impl WireControl {
    /// From now on whatever the server writes is dropped, and `bytes` go out in its place. The response returned only
    /// makes the server write.
    pub(super) fn take_over(&self, bytes: Bytes, ending: WireEnding) -> Response {
        *locked(&self.0) = Some(Takeover {
            rest: bytes,
            ending,
        });
        Response::new(Body::empty())
    }
}

pub(super) struct WireListener {
    /// `None` while the doors are closed: the system refuses whoever comes.
    listener: Option<TcpListener>,
    address: SocketAddr,
    doors: Doors,
}

impl WireListener {
    pub(super) fn new(listener: TcpListener, doors: Doors) -> io::Result<Self> {
        Ok(Self {
            address: listener.local_addr()?,
            listener: Some(listener),
            doors,
        })
    }
}

impl Listener for WireListener {
    type Io = Wire;
    type Addr = SocketAddr;

    async fn accept(&mut self) -> (Self::Io, Self::Addr) {
        loop {
            let Some(listener) = &mut self.listener else {
                self.doors.until(true).await;
                match TcpListener::bind(self.address).await {
                    Ok(listener) => self.listener = Some(listener),
                    Err(error) => {
                        log::error!("the sandbox cannot listen again: {error}");
                        self.doors.set_open(false);
                    }
                }
                continue;
            };
            tokio::select! {
                (stream, address) = Listener::accept(listener) => {
                    let (control, doors) = (WireControl::default(), self.doors.clone());
                    return (Wire { stream, control, doors }, address);
                }
                () = self.doors.until(false) => self.listener = None,
            }
        }
    }

    fn local_addr(&self) -> io::Result<Self::Addr> {
        Ok(self.address)
    }
}

impl Connected<IncomingStream<'_, WireListener>> for WireControl {
    fn connect_info(stream: IncomingStream<'_, WireListener>) -> Self {
        stream.io().control.clone()
    }
}

pub(super) struct Wire {
    stream: TcpStream,
    control: WireControl,
    doors: Doors,
}

impl Wire {
    /// Never reports success: the server gives the connection up when the error comes, and dropping it closes it.
    fn poll_takeover(
        stream: &mut TcpStream,
        takeover: &mut Takeover,
        context: &mut Context<'_>,
    ) -> Poll<io::Result<usize>> {
        while !takeover.rest.is_empty() {
            let sent = ready!(Pin::new(&mut *stream).poll_write(context, &takeover.rest))?;
            drop(takeover.rest.split_to(sent));
        }
        match takeover.ending {
            WireEnding::Stall => Poll::Pending,
            WireEnding::Close => Poll::Ready(Err(io::ErrorKind::ConnectionAborted.into())),
            WireEnding::Reset => {
                stream.set_zero_linger()?;
                Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()))
            }
        }
    }
}

impl AsyncWrite for Wire {
    fn poll_write(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        bytes: &[u8],
    ) -> Poll<io::Result<usize>> {
        let Self {
            stream, control, ..
        } = self.get_mut();
        match &mut *locked(&control.0) {
            Some(takeover) => Self::poll_takeover(stream, takeover, context),
            None => Pin::new(stream).poll_write(context, bytes),
        }
    }

    fn poll_flush(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_flush(context)
    }

    fn poll_shutdown(self: Pin<&mut Self>, context: &mut Context<'_>) -> Poll<io::Result<()>> {
        Pin::new(&mut self.get_mut().stream).poll_shutdown(context)
    }
}

impl AsyncRead for Wire {
    fn poll_read(
        self: Pin<&mut Self>,
        context: &mut Context<'_>,
        buffer: &mut ReadBuf<'_>,
    ) -> Poll<io::Result<()>> {
        if !self.doors.are_open() {
            // A connection that was kept open ends with the next request on it.
            self.stream.set_zero_linger()?;
            return Poll::Ready(Err(io::ErrorKind::ConnectionReset.into()));
        }
        Pin::new(&mut self.get_mut().stream).poll_read(context, buffer)
    }
}
