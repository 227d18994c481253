//! The way of a request past gates and faults.

use std::net::TcpListener as StdListener;
use std::sync::Arc;

use axum::Router;
use axum::extract::{ConnectInfo, Request, State};
use axum::response::Response;
use tokio::net::TcpListener;

use super::fault::{FaultEffect, broken_wire, wrong_answer};
use super::wire::{WireControl, WireListener};
use crate::sandbox::answer::HttpAnswer;
use crate::sandbox::received::ReceivedRequest;
use crate::sandbox::server::{self, Stand};

/// Until the listener fails.
pub(in crate::sandbox) async fn serve(
    listener: StdListener,
    stand: Arc<Stand>,
) -> std::io::Result<()> {
    let listener = TcpListener::from_std(listener)?;
    let listener = WireListener::new(listener, stand.faults.doors.clone())?;
    let service = Router::new()
        .fallback(handle)
        .with_state(stand)
        .into_make_service_with_connect_info::<WireControl>();
    axum::serve(listener, service).await
}

async fn handle(
    State(stand): State<Arc<Stand>>,
    ConnectInfo(wire): ConnectInfo<WireControl>,
    request: Request,
) -> Response {
    let request = ReceivedRequest::read(request).await;
    let in_flight = stand.log.arrived(request.record.clone());
    stand.faults.gates.pass(&request.record).await;
    let plan = stand.faults.board.plan(&request.record);
    let delay = stand.config.latency + plan.delay;
    if !delay.is_zero() {
        tokio::time::sleep(delay).await;
    }
    let answer = content(&stand, &request, plan.content.as_ref()).await;
    let answer = plan.headers.iter().fold(answer, |answer, (name, value)| {
        answer.with_header(name, value)
    });
    let broken = plan
        .wire
        .as_ref()
        .and_then(|effect| broken_wire(effect, &answer));
    if !matches!(plan.wire, Some(FaultEffect::Reset | FaultEffect::Hang)) {
        in_flight.answered(answer.status);
    }
    match broken {
        Some((bytes, ending)) => wire.take_over(bytes, ending),
        None => answer.into_response(),
    }
}

async fn content(
    stand: &Arc<Stand>,
    request: &ReceivedRequest,
    wrong: Option<&FaultEffect>,
) -> HttpAnswer {
    let expires = request.query.get("Expires");
    let expires_secs = expires.and_then(|text| text.parse().ok()).unwrap_or(0);
    let wrong = wrong.and_then(|effect| wrong_answer(effect, expires_secs, stand.clock.now_secs()));
    let answer = match wrong {
        Some(answer) => answer,
        None => server::answer(stand, request).await,
    };
    answer.with_header("Date", &stand.clock.http_date())
}
