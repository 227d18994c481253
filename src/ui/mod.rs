//! How the window is drawn.
