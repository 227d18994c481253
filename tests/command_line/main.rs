//! The program as it is run from a command line: exit status, what it prints, the report and the pictures it writes.

mod bills;
mod canary;
mod consistency;
mod demo;
mod documents;
mod endings;
mod failing_on;
#[path = "../support/files.rs"]
mod files;
mod formats;
mod lists;
mod managed;
mod odd_answers;
mod parting;
mod pictures;
#[path = "../support/png.rs"]
mod png;
mod program;
mod proxies;
mod proxy;
mod reading;
mod refusals;
mod regions;
mod report;
mod resuming;
mod reviews;
mod secrets;
mod stand_in;
mod texts;
mod tls;
mod training;
mod trust;

#[path = "../support/workbooks.rs"]
mod workbooks;

#[path = "../support/canaries.rs"]
mod canaries;
