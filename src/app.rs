//! The one meeting point of state, engine and window.
