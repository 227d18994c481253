//! An embedded stand-in for the platform and its bucket, on loopback.
