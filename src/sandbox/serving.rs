//! The way of a request through the server where nothing is to go wrong.

use std::net::TcpListener as StdListener;
use std::sync::Arc;

use axum::Router;
use axum::extract::{Request, State};
use axum::response::Response;
use tokio::net::TcpListener;

use super::received::ReceivedRequest;
use super::server::{self, Stand};

/// Until the listener fails.
pub(super) async fn serve(listener: StdListener, stand: Arc<Stand>) -> std::io::Result<()> {
    let router = Router::new().fallback(handle).with_state(stand);
    axum::serve(TcpListener::from_std(listener)?, router).await
}

async fn handle(State(stand): State<Arc<Stand>>, request: Request) -> Response {
    let request = ReceivedRequest::read(request).await;
    let in_flight = stand.log.arrived(request.record.clone());
    if !stand.config.latency.is_zero() {
        tokio::time::sleep(stand.config.latency).await;
    }
    let answer = server::answer(&stand, &request).await;
    in_flight.answered(answer.status);
    let answer = answer.with_header("Date", &stand.clock.http_date());
    answer.into_response()
}
