//! The same engine without a window: IDs in, report out.
