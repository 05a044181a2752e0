//! Pages as Markdown: CommonMark with tables, task lists, strikethrough and alerts, and the few HTML tags for what it has
//! no sign for. What is written is read the same; what Markdown cannot say (widths of columns, cells that go over
//! several) is left out.

mod escape;
mod read;
mod write;

pub use read::read;
pub use write::write;

/// The language of a code block that is a list of tasks.
const TASKS: &str = "guildhall-tasks";
/// A paragraph that is a table of contents.
const CONTENTS: &str = "[[toc]]";
/// Tags that stand for marks, the one that is written first.
const TAGS: [(&str, &str); 11] = [
    ("strong", "bold"),
    ("b", "bold"),
    ("em", "italic"),
    ("i", "italic"),
    ("s", "strike"),
    ("del", "strike"),
    ("u", "underline"),
    ("ins", "underline"),
    ("mark", "highlight"),
    ("code", "code"),
    ("kbd", "code"),
];
