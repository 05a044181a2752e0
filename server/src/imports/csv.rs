//! Tables (CSV): the delimiter and the encoding are found, the columns guessed, and the plan's mapping
//! makes tasks of rows.

use super::{
    plan::{DateOrder, ImportPlan},
    source::{Field, List, Person, Source, Task},
};
use crate::{Error, error::Code};
use chrono::NaiveDate;
use guildhall_domain::{capture, space::FieldKind};
use std::collections::BTreeMap;

/// Most columns read.
const COLUMNS: usize = 200;
/// Most rows read.
const ROWS: usize = 100_000;

/// A table.
#[derive(Debug, Clone, Default)]
pub struct Table {
    /// Names of the columns, made unique.
    pub columns: Vec<String>,
    /// Rows; short ones are filled up.
    pub rows: Vec<Vec<String>>,
}

/// Reads a table with a header.
pub fn table(bytes: &[u8]) -> Result<Table, Error> {
    let wrong = |message: &str| Error::because(Code::Invalid, message);
    let text = decode(bytes);
    let head = text.lines().next().unwrap_or_default();
    let mut reader = csv::ReaderBuilder::new()
        .delimiter(delimiter(head))
        .flexible(true)
        .has_headers(false)
        .from_reader(text.as_bytes());
    let mut records = reader.records();
    let head = records.next().ok_or_else(|| wrong("The file is empty."))?;
    let head = head.map_err(|_| wrong("The first line cannot be read as the names of columns."))?;
    let mut found = Vec::new();
    for record in records {
        let record = record.map_err(|error| wrong(&format!("A line cannot be read: {error}.")))?;
        if found.len() >= ROWS {
            return Err(wrong("The file has more than 100,000 rows. Split it."));
        }
        if record.iter().any(|cell| !cell.trim().is_empty()) {
            found.push(record);
        }
    }
    // What stands beyond the last name is no less somebody's work.
    let used = |record: &csv::StringRecord| {
        let filled = record.iter().enumerate().filter(|(_, cell)| !cell.trim().is_empty());
        filled.last().map_or(0, |(at, _)| at + 1)
    };
    let width = found.iter().map(used).max().unwrap_or(0).max(head.len()).min(COLUMNS);
    let columns = names(&head, width);
    let row = |record: csv::StringRecord| -> Vec<String> {
        (0..width).map(|at| record.get(at).unwrap_or_default().to_owned()).collect()
    };
    Ok(Table { columns, rows: found.into_iter().map(row).collect() })
}

/// The mark between cells: the one the first line has most of. A line without any is one column, and whatever stands
/// in its cells is text.
fn delimiter(head: &str) -> u8 {
    const NONE: u8 = 0x1f;
    let count = |mark: &u8| head.bytes().filter(|byte| byte == mark).count();
    [b'|', b'\t', b';', b','].into_iter().filter(|mark| count(mark) > 0).max_by_key(count).unwrap_or(NONE)
}

/// Names of so many columns, each once.
fn names(head: &csv::StringRecord, width: usize) -> Vec<String> {
    let mut columns: Vec<String> = Vec::new();
    for at in 0..width {
        let name = head.get(at).unwrap_or_default().trim();
        let name = if name.is_empty() { format!("Column {}", at + 1) } else { name.to_owned() };
        let double = columns.contains(&name);
        columns.push(if double { format!("{name} ({})", at + 1) } else { name });
    }
    columns
}

/// UTF-8 with or without a mark, UTF-16 with one, otherwise what old spreadsheets write (Latin-1).
fn decode(bytes: &[u8]) -> String {
    let wide = |bytes: &[u8], join: fn([u8; 2]) -> u16| {
        let units: Vec<u16> = bytes.chunks_exact(2).filter_map(|pair| pair.try_into().ok().map(join)).collect();
        String::from_utf16_lossy(&units)
    };
    match bytes {
        [0xEF, 0xBB, 0xBF, rest @ ..] => String::from_utf8_lossy(rest).into_owned(),
        [0xFF, 0xFE, rest @ ..] => wide(rest, u16::from_le_bytes),
        [0xFE, 0xFF, rest @ ..] => wide(rest, u16::from_be_bytes),
        _ => String::from_utf8(bytes.to_vec()).unwrap_or_else(|_| bytes.iter().map(|byte| char::from(*byte)).collect()),
    }
}

/// What a column probably is, by its name.
pub fn guess(columns: &[String]) -> BTreeMap<String, String> {
    const WORDS: [(&str, &[&str]); 12] = [
        ("title", &["title", "name", "summary", "task", "subject", "titel"]),
        ("body", &["description", "body", "details", "content", "text", "beschreibung", "notes"]),
        ("status", &["status", "state", "stage"]),
        ("section", &["section", "list", "column", "group", "category", "bucket"]),
        ("due", &["due", "deadline", "due date", "end date", "date"]),
        ("start", &["start", "start date", "begin"]),
        ("assignee", &["assignee", "assigned to", "owner", "responsible", "author"]),
        ("priority", &["priority", "importance"]),
        ("tags", &["tags", "labels", "keywords"]),
        ("estimate", &["estimate", "minutes", "duration"]),
        ("id", &["id", "key", "reference", "number"]),
        ("link", &["link", "url", "address"]),
    ];
    let mut guesses = BTreeMap::new();
    for (meaning, words) in WORDS {
        let free = |column: &&String| !guesses.contains_key(*column);
        let is = |column: &&String, word: &str| column.trim().eq_ignore_ascii_case(word);
        let found = words.iter().find_map(|word| columns.iter().filter(free).find(|column| is(column, word)));
        if let Some(column) = found {
            guesses.insert(column.clone(), meaning.to_owned());
        }
    }
    // A table always needs a title: the first column that is nothing else.
    if !guesses.values().any(|meaning| meaning == "title")
        && let Some(first) = columns.iter().find(|column| !guesses.contains_key(*column))
    {
        guesses.insert(first.clone(), "title".into());
    }
    guesses
}

/// Columns that stay unmapped become fields as long as there is room, then nothing.
pub fn suggest(table: &Table) -> BTreeMap<String, String> {
    let mut columns = guess(&table.columns);
    let mut room = guildhall_domain::limits::FIELDS;
    for (at, column) in table.columns.iter().enumerate() {
        let used = table.rows.iter().any(|row| row.get(at).is_some_and(|cell| !cell.trim().is_empty()));
        columns.entry(column.clone()).or_insert_with(|| {
            room = room.saturating_sub(usize::from(used));
            if used && room > 0 { format!("field:{column}") } else { "ignore".into() }
        });
    }
    columns
}

/// Makes tasks of the rows by the plan's mapping.
pub fn read(table: &Table, name: &str, plan: &ImportPlan) -> Result<Source, Error> {
    let meaning = |column: &String| plan.columns.get(column).map_or("ignore", String::as_str);
    if !table.columns.iter().any(|column| meaning(column) == "title") {
        return Err(Error::field("columns", "Choose the column that holds the title."));
    }
    let mut source = Source { origin: "csv", title: title(name), ..Source::default() };
    for column in &table.columns {
        if let Some(field) = meaning(column).strip_prefix("field:") {
            source.fields.push(Field {
                id: column.clone(),
                name: field.to_owned(),
                kind: FieldKind::Text,
                choices: Vec::new(),
            });
        }
    }
    let mut ignored = 0;
    let mut seen: BTreeMap<String, usize> = BTreeMap::new();
    for row in &table.rows {
        let mut task = Task::default();
        let mut own = String::new();
        for (column, cell) in table.columns.iter().zip(row).filter(|(_, cell)| !cell.trim().is_empty()) {
            match meaning(column) {
                "ignore" => ignored += 1,
                "id" => {
                    own = cell.trim().to_owned();
                    task.values.push((column.clone(), own.clone()));
                }
                what => set(&mut source, &mut task, what, column, cell, plan),
            }
        }
        // Without an id of its own a row is known by everything in it; equal rows are told apart by their order.
        let base = if own.is_empty() { blake3::hash(row.join("\u{1f}").as_bytes()).to_hex().to_string() } else { own };
        let times = seen.entry(base.clone()).or_default();
        *times += 1;
        task.id = if *times > 1 { format!("{base}#{times}") } else { base };
        source.tasks.push(task);
    }
    let keys = table.columns.iter().filter(|column| meaning(column) == "id");
    source.fields.extend(keys.map(|column| Field {
        id: column.clone(),
        name: column.clone(),
        kind: FieldKind::Text,
        choices: Vec::new(),
    }));
    if ignored > 0 {
        source.lost.push(("Cells of columns left out".into(), "You chose to leave these columns out.".into(), ignored));
    }
    source.count_uses();
    Ok(source)
}

/// `advisories.csv` → `advisories`.
fn title(name: &str) -> String {
    name.rsplit_once('.').map_or(name, |(stem, _)| stem).replace(['_', '-'], " ")
}

fn set(source: &mut Source, task: &mut Task, what: &str, column: &str, cell: &str, plan: &ImportPlan) {
    let cell = cell.trim();
    match what {
        "title" => task.title = cell.to_owned(),
        "body" if task.body.is_empty() => task.body = cell.to_owned(),
        "body" => task.body = format!("{}\n\n{cell}", task.body),
        "status" | "section" => {
            let id = format!("{what}:{}", cell.to_lowercase());
            if !source.lists.iter().any(|list| list.id == id) {
                source.lists.push(List { id: id.clone(), name: cell.to_owned(), closed: false });
            }
            if what == "status" || task.list.is_empty() {
                task.list = id;
            }
        }
        "due" => task.due = Some(day(cell, plan.date_order)),
        "start" => task.start = Some(day(cell, plan.date_order)),
        "assignee" => {
            let id = cell.to_lowercase();
            if !source.people.iter().any(|person| person.id == id) {
                let email = cell.contains('@').then(|| id.clone());
                source.people.push(Person { id: id.clone(), name: cell.to_owned(), email, uses: 0 });
            }
            task.people.push(id);
        }
        "priority" => task.priority = Some(priority(cell)),
        "tags" => {
            let separators: &[char] = if cell.contains([',', ';', '|']) { &[',', ';', '|'] } else { &[' '] };
            for tag in cell.split(separators).map(str::trim).filter(|tag| !tag.is_empty()) {
                let id = tag.to_lowercase();
                source.labels.entry(id.clone()).or_insert_with(|| tag.to_owned());
                if !task.labels.contains(&id) {
                    task.labels.push(id);
                }
            }
        }
        "estimate" => task.estimate = capture::minutes(&cell.to_lowercase()),
        "link" => task.attachments.push((column.to_owned(), cell.to_owned())),
        _ => task.values.push((column.to_owned(), cell.to_owned())),
    }
}

fn priority(cell: &str) -> i64 {
    match cell.to_lowercase().as_str() {
        "low" | "lowest" | "4" | "minor" => 0,
        "high" | "2" | "major" | "important" => 2,
        "urgent" | "highest" | "1" | "critical" | "blocker" => 3,
        _ => 1,
    }
}

/// A day or an instant in the form the plan reads; what is neither stays as it is and is reported.
fn day(cell: &str, order: DateOrder) -> String {
    let date = cell.split(['T', ' ']).next().unwrap_or(cell);
    if super::trello::instant_ms(cell).is_some() || date.parse::<NaiveDate>().is_ok() {
        return if super::trello::instant_ms(cell).is_some() { cell.to_owned() } else { date.to_owned() };
    }
    let parts: Vec<i32> = date.split(['/', '.', '-']).filter_map(|part| part.parse().ok()).collect();
    let [a, b, c] = parts.as_slice() else { return cell.to_owned() };
    let full = |year: i32| if year < 100 { year + 2000 } else { year };
    let (year, month, day) = match order {
        DateOrder::Ymd if *a > 31 => (*a, *b, *c),
        DateOrder::Mdy => (full(*c), *a, *b),
        _ => (full(*c), *b, *a),
    };
    let valid = NaiveDate::from_ymd_opt(year, u32::try_from(month).unwrap_or(0), u32::try_from(day).unwrap_or(0));
    valid.map_or_else(|| cell.to_owned(), |day| day.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_read_in_the_order_the_plan_says() {
        assert_eq!(day("2026-12-01", DateOrder::Dmy), "2026-12-01");
        assert_eq!(day("03/04/2026", DateOrder::Dmy), "2026-04-03");
        assert_eq!(day("03/04/26", DateOrder::Mdy), "2026-03-04");
        assert_eq!(day("soon", DateOrder::Dmy), "soon");
        assert_eq!(day("31.2.2026", DateOrder::Dmy), "31.2.2026");
    }

    #[test]
    fn a_table_of_one_column_keeps_what_stands_behind_a_mark() {
        let rows = table(b"Title\nMilk | eggs\nBread, butter; jam\n").unwrap().rows;
        assert_eq!(rows, [["Milk | eggs"], ["Bread, butter; jam"]]);
    }

    #[test]
    fn cells_beyond_the_last_name_become_a_column() {
        let found = table(b"Title,Due\nOne,,and more\nTwo,,\n").unwrap();
        assert_eq!(found.columns, ["Title", "Due", "Column 3"]);
        assert_eq!(found.rows, [["One", "", "and more"], ["Two", "", ""]]);
    }

    #[test]
    fn encodings_and_delimiters_are_found() {
        let plain = table("Title;Due\n\"a;b\";1.2.2026\n;\n".as_bytes()).unwrap();
        assert_eq!(
            (plain.columns, plain.rows),
            (vec!["Title".into(), "Due".into()], vec![vec!["a;b".into(), "1.2.2026".into()]])
        );
        assert_eq!(table(b"Title\nCaf\xe9\n").unwrap().rows[0][0], "Café");
        let wide: Vec<u8> =
            [0xFF, 0xFE].into_iter().chain("Title\nÄ".encode_utf16().flat_map(u16::to_le_bytes)).collect();
        assert_eq!(table(&wide).unwrap().rows[0][0], "Ä");
        assert!(table(b"").is_err());
    }
}
