//! A writer that lets whole lines through, each looked at first.

use std::io::{self, Write};

use super::redact;

/// Passes text on line by line without the secrets in it. What is no UTF-8 passes with replacement characters.
pub struct RedactingWriter<W: Write> {
    inner: W,
    /// The line begun.
    line: Vec<u8>,
}

impl<W: Write> RedactingWriter<W> {
    pub fn new(inner: W) -> Self {
        Self {
            inner,
            line: Vec::new(),
        }
    }

    /// Writes the last line, ended or not, and gives the writer back.
    pub fn into_inner(mut self) -> io::Result<W> {
        self.pass_line()?;
        Ok(self.inner)
    }

    fn pass_line(&mut self) -> io::Result<()> {
        let line = String::from_utf8_lossy(&self.line);
        self.inner.write_all(redact(&line).as_bytes())?;
        self.line.clear();
        Ok(())
    }
}

impl<W: Write> Write for RedactingWriter<W> {
    fn write(&mut self, bytes: &[u8]) -> io::Result<usize> {
        for part in bytes.split_inclusive(|&byte| byte == b'\n') {
            self.line.extend_from_slice(part);
            if part.ends_with(b"\n") {
                self.pass_line()?;
            }
        }
        Ok(bytes.len())
    }

    /// A line begun stays until it is whole: a secret cut in two would not be seen.
    fn flush(&mut self) -> io::Result<()> {
        self.inner.flush()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_secret_written_in_pieces_is_taken_out() {
        let mut writer = RedactingWriter::new(Vec::new());
        for piece in [
            "one\nacce",
            "ssToken=s3",
            "cret&a=b\nlast",
            " Signature=",
            "byzt",
        ] {
            writer.write_all(piece.as_bytes()).expect("memory takes it");
            writer.flush().expect("memory takes it");
        }
        let written = writer.into_inner().expect("memory takes it");
        let expected = "one\naccessToken=…&a=b\nlast Signature=…";
        assert_eq!(String::from_utf8_lossy(&written), expected);
    }
}
