//! Decoding TIFF is tested against what libtiff shows.
