//! What the window knows, and the one function that changes it.
