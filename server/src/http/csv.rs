//! Tables for spreadsheets (RFC 4180, UTF-8 with its mark). A cell that a spreadsheet would take for a formula begins with
//! an apostrophe; a number below nothing is none.

use crate::{Error, error::Code};
use actix_web::{HttpResponse, HttpResponseBuilder, http::header};

/// The mark of UTF-8, which spreadsheets look for.
pub const MARK: &str = "\u{feff}";

/// Rows as lines.
///
/// # Errors
/// Never in practice: the text is made in memory.
pub fn lines<R: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Error> {
    let failed = |_| Error::new(Code::Internal);
    let mut writer = csv::WriterBuilder::new().terminator(csv::Terminator::CRLF).from_writer(Vec::new());
    rows.into_iter().try_for_each(|row| writer.write_record(row.into_iter().map(harmless))).map_err(failed)?;
    writer.into_inner().map_err(|_| Error::new(Code::Internal))
}

/// A whole table with its head, and the mark.
///
/// # Errors
/// As [`lines`].
pub fn table<const N: usize>(head: [&str; N], rows: Vec<[String; N]>) -> Result<Vec<u8>, Error> {
    marked([head.map(str::to_owned)].into_iter().chain(rows))
}

/// Rows as a whole table, of which the first is the head.
///
/// # Errors
/// As [`lines`].
pub fn marked<R: IntoIterator<Item = String>>(rows: impl IntoIterator<Item = R>) -> Result<Vec<u8>, Error> {
    let mut bytes = MARK.as_bytes().to_vec();
    bytes.extend(lines(rows)?);
    Ok(bytes)
}

/// A cell that may be empty.
pub fn number(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}

fn harmless(cell: String) -> String {
    let formula = cell.starts_with(['=', '+', '-', '@', '\t', '\r']) && !is_number(&cell);
    if formula { format!("'{cell}") } else { cell }
}

/// Digits, which may be below nothing and have decimals.
fn is_number(cell: &str) -> bool {
    let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
    let value = cell.strip_prefix('-').unwrap_or(cell);
    value.split_once('.').map_or_else(|| digits(value), |(whole, decimals)| digits(whole) && digits(decimals))
}

/// The answer a table is sent with, under a name for its file, which is letters, digits, dots and hyphens.
pub fn answer(name: &str) -> HttpResponseBuilder {
    let mut response = HttpResponse::Ok();
    response.insert_header((header::CACHE_CONTROL, "no-store"));
    response.insert_header((header::CONTENT_DISPOSITION, format!("attachment; filename=\"{name}\"")));
    response.content_type("text/csv; charset=utf-8");
    response
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn formulas_become_text_and_quotes_are_doubled() {
        let row = ["=HYPERLINK(\"http://example.com\")", "two\nlines, \"quoted\"", "-1+1"].map(str::to_owned);
        let text = String::from_utf8(lines([row]).unwrap()).unwrap();
        assert_eq!(text, "\"'=HYPERLINK(\"\"http://example.com\"\")\",\"two\nlines, \"\"quoted\"\"\",'-1+1\r\n");
    }

    #[test]
    fn numbers_below_nothing_stay_numbers() {
        let row = ["-26", "-12.50", "-", "-1.", "-1e9", "+49 30"].map(str::to_owned);
        let text = String::from_utf8(lines([row]).unwrap()).unwrap();
        assert_eq!(text, "-26,-12.50,'-,'-1.,'-1e9,'+49 30\r\n");
    }
}
