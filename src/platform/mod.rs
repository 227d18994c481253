//! The expense platform over HTTP.
