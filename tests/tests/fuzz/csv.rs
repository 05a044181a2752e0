//! Tables: of every file each row is accounted for, and a table that was written is read as it was.

use crate::{Target, files, trello::Office};
use guildhall::imports::{
    csv::{Table, read, suggest, table},
    plan::ImportPlan,
};
use guildhall_tests::Dice;
use std::collections::BTreeSet;

const WORDS: &[&str] = &[
    ",",
    ";",
    "\t",
    "|",
    "\"",
    "\"\"",
    "\n",
    "\r\n",
    "\r",
    "Title",
    "Due",
    "Status",
    "Assignee",
    "Tags",
    "Estimate",
    "Id",
    "Link",
    "Section",
    "Priority",
    "2026-12-01",
    "1.12.2026",
    "12/01/26",
    "2026-12-01T16:00:00Z",
    "high",
    "a,b;c",
    "~1h",
    "ana@example.com",
    "Done",
    "In progress",
];

#[test]
fn of_every_table_each_row_is_brought_or_told_of() {
    let office = Office::open();
    let target = Target { name: "csv", corpus: files("csv"), words: WORDS, share: 40 };
    target.run(|bytes| {
        let Ok(table) = table(bytes) else { return (0, 0, BTreeSet::new()) };
        assert!(table.rows.iter().all(|row| row.len() == table.columns.len()), "every row has every column");
        let names: BTreeSet<&String> = table.columns.iter().collect();
        let plan = ImportPlan { columns: suggest(&table), ..ImportPlan::default() };
        let meanings: BTreeSet<String> =
            plan.columns.values().map(|meaning| meaning.split(':').next().unwrap().to_owned()).collect();
        let Ok(source) = read(&table, "advisories.csv", &plan) else {
            assert!(!meanings.contains("title"), "only a table without a title has to be asked about");
            return (names.len().min(4), 0, meanings);
        };
        assert_eq!(source.tasks.len(), table.rows.len(), "a row is a task");
        let ids: BTreeSet<&String> = source.tasks.iter().map(|task| &task.id).collect();
        assert_eq!(ids.len(), source.tasks.len(), "no two rows are taken for one");
        office.balances(&source, &plan);
        (names.len().min(4), table.rows.len().min(3), meanings)
    });
}

#[test]
fn a_table_that_was_written_is_read_as_it_was() {
    for seed in 0..2_000 {
        let mut dice = Dice::new(seed);
        let width = 1 + dice.below(6);
        let columns: Vec<String> = (0..width).map(|at| format!("Column{at}")).collect();
        let rows: Vec<Vec<String>> =
            (0..dice.below(12)).map(|_| (0..width).map(|_| cell(&mut dice)).collect()).collect();
        let mark = if width == 1 { b',' } else { *dice.one(b",;\t|") };
        let mut writer = csv::WriterBuilder::new().delimiter(mark).from_writer(Vec::new());
        writer.write_record(&columns).unwrap();
        rows.iter().for_each(|row| writer.write_record(row).unwrap());
        let mut bytes = writer.into_inner().unwrap();
        if dice.chance(30) {
            bytes.splice(0..0, *b"\xEF\xBB\xBF");
        }
        let rows: Vec<_> = rows.into_iter().filter(|row| row.iter().any(|cell| !cell.trim().is_empty())).collect();
        let Table { columns: names, rows: found } = table(&bytes).unwrap();
        assert_eq!((names, found), (columns, rows), "seed {seed}");
    }
}

fn cell(dice: &mut Dice) -> String {
    (0..dice.below(5))
        .map(|_| *dice.one(&["a", " ", "\"", ",", ";", "\n", "ß", "日本", "|", "\t", "'", "x y"]))
        .collect()
}
