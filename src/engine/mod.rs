//! The background: links, downloads, decoding and caches behind one plain-data seam.
