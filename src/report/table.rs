//! A CSV as a person's spreadsheet writes it back: its cells, line by line.

/// The cells of each line that holds anything. Comma, semicolon or tab, whichever the first line has; quotes as
/// spreadsheets write them.
pub fn table(text: &str) -> Vec<Vec<String>> {
    let text = text.strip_prefix('\u{feff}').unwrap_or(text);
    let first = text.lines().next().unwrap_or_default();
    let most = |c: &char| first.matches(*c).count();
    let separator = [',', ';', '\t'].into_iter().max_by_key(most);
    let separator = separator.unwrap_or(',');
    let mut lines = Vec::new();
    let mut line = Vec::new();
    let mut cell = String::new();
    let mut is_quoted = false;
    let mut chars = text.chars().peekable();
    while let Some(c) = chars.next() {
        match c {
            '"' if is_quoted && chars.peek() == Some(&'"') => {
                chars.next();
                cell.push('"');
            }
            '"' if is_quoted => is_quoted = false,
            '"' if cell.is_empty() => is_quoted = true,
            '\r' if !is_quoted => {}
            '\n' if !is_quoted => {
                line.push(std::mem::take(&mut cell));
                lines.push(std::mem::take(&mut line));
            }
            c if c == separator && !is_quoted => line.push(std::mem::take(&mut cell)),
            c => cell.push(c),
        }
    }
    if !cell.is_empty() || !line.is_empty() {
        line.push(cell);
        lines.push(line);
    }
    lines.retain(|line| line.iter().any(|cell| !cell.trim().is_empty()));
    lines
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn cells_come_back_as_spreadsheets_write_them() {
        let text = "\u{feff}a;b\r\n\"x;\"\"y\"\"\n2\";\r\n\r\n ;\r\nlast;\"";
        assert_eq!(
            table(text),
            [vec!["a", "b"], vec!["x;\"y\"\n2", ""], vec!["last", ""]]
        );
        assert_eq!(table("a\tb\n1\t2,3\n"), [["a", "b"], ["1", "2,3"]]);
        assert!(table("").is_empty());
    }
}
