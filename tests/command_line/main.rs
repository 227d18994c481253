//! The program as it is run from a command line: exit status, what it prints, the report and the pictures it writes.

mod canary;
mod demo;
mod documents;
#[path = "../files/mod.rs"]
mod files;
mod pictures;
mod program;
mod refusals;
mod regions;
mod report;
mod secrets;
mod stand_in;
mod texts;
mod tls;
mod trust;

#[path = "../canary/mod.rs"]
mod canaries;
