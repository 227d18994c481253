//! Pure geometry: coordinate spaces, the `x-oss-process` chain and transforms between them.
