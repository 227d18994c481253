//! Rust text as names and marks: just enough of a lexer to tell code from comments and strings.

use std::iter::Peekable;
use std::str::Chars;

/// A name, a `::`, or any other single mark.
pub struct Token {
    pub text: String,
    /// Counted from 1.
    pub line: usize,
}

pub fn tokens(text: &str) -> Vec<Token> {
    let mut lexer = Lexer {
        chars: text.chars().peekable(),
        line: 1,
    };
    let mut tokens = Vec::new();
    while let Some(c) = lexer.next() {
        let line = lexer.line;
        let mut push = |text: String| tokens.push(Token { text, line });
        match c {
            '/' if lexer.eat('/') => lexer.skip_line(),
            '/' if lexer.eat('*') => lexer.skip_block_comment(),
            '"' => lexer.skip_string(),
            '\'' => lexer.skip_char_or_lifetime(),
            ':' if lexer.eat(':') => push("::".into()),
            c if is_name(c) => {
                let name = lexer.name(c);
                match name.as_str() {
                    "r" | "br" | "cr" => lexer.skip_raw_string(),
                    _ => push(name),
                }
            }
            c if c.is_whitespace() => {}
            mark => push(mark.into()),
        }
    }
    tokens
}

fn is_name(c: char) -> bool {
    c == '_' || c.is_alphanumeric()
}

struct Lexer<'a> {
    chars: Peekable<Chars<'a>>,
    line: usize,
}

impl Lexer<'_> {
    fn next(&mut self) -> Option<char> {
        let c = self.chars.next()?;
        self.line += usize::from(c == '\n');
        Some(c)
    }

    fn eat(&mut self, wanted: char) -> bool {
        self.chars.next_if_eq(&wanted).is_some()
    }

    fn name(&mut self, first: char) -> String {
        let mut name = String::from(first);
        while let Some(c) = self.chars.next_if(|&c| is_name(c)) {
            name.push(c);
        }
        name
    }

    fn skip_line(&mut self) {
        while self.next().is_some_and(|c| c != '\n') {}
    }

    fn skip_block_comment(&mut self) {
        let mut open = 1;
        while open > 0 {
            match self.next() {
                Some('/') if self.eat('*') => open += 1,
                Some('*') if self.eat('/') => open -= 1,
                Some(_) => {}
                None => break,
            }
        }
    }

    fn skip_string(&mut self) {
        while let Some(c) = self.next() {
            match c {
                '"' => break,
                '\\' => drop(self.next()),
                _ => {}
            }
        }
    }

    /// After `r`: a raw string, or the hash of a raw name, which is left alone.
    fn skip_raw_string(&mut self) {
        let mut hashes = 0;
        while self.eat('#') {
            hashes += 1;
        }
        if !self.eat('"') {
            return;
        }
        while let Some(c) = self.next() {
            if c == '"' && (0..hashes).all(|_| self.eat('#')) {
                break;
            }
        }
    }

    /// After `'`: `'x'` and `'\n'` end with another quote, a lifetime ends with its name.
    fn skip_char_or_lifetime(&mut self) {
        let escaped = self.next() == Some('\\');
        if escaped {
            self.next();
            while self.next().is_some_and(|c| c != '\'') {}
        } else if !self.eat('\'') {
            while self.chars.next_if(|&c| is_name(c)).is_some() {}
        }
    }
}
