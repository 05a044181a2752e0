//! Where words go: no more than is kept, and no more blanks than are needed to keep them apart.

/// Most text of a document, in bytes.
pub const MOST_TEXT: usize = 2 << 20;

/// Text as it grows.
#[derive(Debug, Default)]
pub(crate) struct Sink {
    text: String,
    gap: Option<char>,
}

impl Sink {
    /// Whether nothing more is kept, so that reading on is in vain.
    pub fn is_full(&self) -> bool {
        self.text.len() >= MOST_TEXT
    }

    /// Adds words. Blanks of any kind become one; lines stay lines.
    pub fn text(&mut self, words: &str) {
        for c in words.chars() {
            if c == '\n' || c == '\r' || c == '\u{c}' {
                self.line();
            } else if c.is_whitespace() || c.is_control() {
                self.blank();
            } else {
                self.put(c);
            }
        }
    }

    /// What follows is another word.
    pub fn blank(&mut self) {
        self.gap = self.gap.or(Some(' '));
    }

    /// What follows is another line.
    pub fn line(&mut self) {
        self.gap = Some('\n');
    }

    fn put(&mut self, c: char) {
        if self.text.len() + 5 > MOST_TEXT {
            // The last word may be half of one.
            self.text.truncate(MOST_TEXT.min(self.text.len()));
            return;
        }
        if let Some(gap) = self.gap.take().filter(|_| !self.text.is_empty()) {
            self.text.push(gap);
        }
        self.text.push(c);
    }

    /// All of it.
    pub fn finish(self) -> String {
        self.text
    }
}
