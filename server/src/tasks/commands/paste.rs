//! Lines of a text become tasks, in their order, in one command.

use super::{create, steps};
use crate::{Error, access::Work, error::Code, tasks::input::TaskInput};
use guildhall_domain::{Id, limits, task::Task};

/// Makes a task of every line that has something in it.
pub fn paste(
    work: &mut Work<'_, '_>,
    space: Id,
    text: &str,
    section_id: Option<u32>,
    status_id: Option<u32>,
) -> Result<Vec<Task>, Error> {
    let lines: Vec<&str> = text.lines().map(title).filter(|line| !line.is_empty()).collect();
    if lines.is_empty() {
        return Err(Error::field("text", "Write at least one line."));
    }
    if lines.len() > limits::COMMAND {
        return Err(Error::because(
            Code::TooMany,
            format!("At most 500 tasks can be made at once; these are {}.", lines.len()),
        ));
    }
    let make = |(number, line): (usize, &&str)| {
        let input = TaskInput { title: (*line).to_owned(), section_id, status_id, ..TaskInput::default() };
        create(work, space, &input).map_err(|error| in_line(error, number + 1))
    };
    lines.iter().enumerate().map(make).collect()
}

/// Lists come with bullets, boxes and numbers in front of their lines.
fn title(line: &str) -> &str {
    let line = steps::strip_bullet(line);
    let rest = line.trim_start_matches(|c: char| c.is_ascii_digit());
    let digits = line.len() - rest.len();
    let numbered = (1..=3).contains(&digits).then(|| rest.strip_prefix(". ").or_else(|| rest.strip_prefix(") ")));
    numbered.flatten().map_or(line, str::trim)
}

/// A title is a line of the text here, and people count lines from one.
fn in_line(mut error: Error, number: usize) -> Error {
    if let Some(message) = error.fields.remove("title") {
        error.fields.insert("text".into(), format!("Line {number}: {message}"));
    }
    error
}

#[cfg(test)]
mod tests {
    use super::title;

    #[test]
    fn bullets_and_numbers_in_front_go_and_nothing_else() {
        for (line, expected) in [
            ("- [ ] Drain", "Drain"),
            ("  • Refill ", "Refill"),
            ("12. Swap the valve", "Swap the valve"),
            ("3) Call", "Call"),
            ("2026 budget", "2026 budget"),
            ("1.5 m pipe", "1.5 m pipe"),
            ("2026. A year", "2026. A year"),
        ] {
            assert_eq!(title(line), expected);
        }
    }
}
