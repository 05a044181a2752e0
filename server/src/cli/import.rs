//! `guildhall import …`: brings a file in as the owner, by the plan one would choose without being
//! asked. The page asks; a script that needs another plan uses the API.

use crate::{
    App, Error,
    access::{Scope, Who},
    error::Code,
    imports::{
        commands::{self, FileKind},
        plan::{ImportPlan, Target},
        prepare,
        record::ImportRecord,
    },
    jobs::Step,
};
use guildhall_domain::{
    Id,
    person::{PersonState, Role},
    space::Access,
};
use guildhall_store::RingKind;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// An import to be made; its bytes come with it.
#[derive(Debug, Clone, Serialize, Deserialize)]
pub struct NewImport {
    /// `trello` or `csv`.
    pub kind: FileKind,
    /// Name of the file.
    pub name: String,
    /// Name of the space: one there is, or a new one.
    pub space: String,
    /// Change nothing.
    pub dry_run: bool,
}

/// Carries it out and answers the report.
pub fn run(app: &App, new: &NewImport, bytes: &[u8], tell: &mut dyn FnMut(Step)) -> Result<Value, Error> {
    let who = Who::cli(Some(owner(app)?));
    let view = app.view(who)?;
    let (source, mut plan) = commands::suggested(&view, &record(new, bytes), bytes)?;
    plan.space = target(&view, &new.space);
    let report = if new.dry_run {
        let prepared = prepare::prepare(&view, &source, &plan)?;
        crate::imports::report::ImportReport { dry_run: true, ..prepared.report }
    } else {
        drop(view);
        carry_out(app, who, new, bytes, &plan, tell)?
    };
    serde_json::to_value(report).map_err(|_| Error::new(Code::Internal))
}

fn carry_out(
    app: &App,
    who: Who,
    new: &NewImport,
    bytes: &[u8],
    plan: &ImportPlan,
    tell: &mut dyn FnMut(Step),
) -> Result<crate::imports::report::ImportReport, Error> {
    tell(Step { note: "Backing up first".into(), ..Step::default() });
    let copied = app.store().take_snapshot(&RingKind::Before("import".into()), app.clock().now_ms(), &mut |_| {});
    copied.map_err(|error| {
        Error::because(Code::Conflict, format!("The backup before the import did not work: {error}."))
    })?;
    let (kind, name, kept) = (new.kind, new.name.clone(), bytes.to_vec());
    let id = app.run_blocking(who, move |work| commands::upload(work, kind, &name, &kept))?.value;
    let mut progress =
        |done: usize, total: usize| tell(Step { done: done as u64, total: total as u64, note: "Bringing".into() });
    commands::carry_out(app, who, id, plan, &mut progress)
}

/// Who the import is by: the first owner.
fn owner(app: &App) -> Result<Id, Error> {
    let view = app.view(Who::cli(None))?;
    let owners =
        view.directory().people().filter(|person| person.role == Role::Owner && person.state == PersonState::Active);
    let first = owners.min_by_key(|person| (person.created_ms, person.id)).map(|person| person.id);
    first
        .ok_or_else(|| Error::because(Code::Conflict, "There is no owner yet. Make one with `guildhall owner create`."))
}

fn target(scope: &impl Scope, name: &str) -> Target {
    let same = |other: &str| other.trim().to_lowercase() == name.trim().to_lowercase();
    let mut there = scope
        .directory()
        .spaces()
        .filter(|space| space.access != Access::Personal && space.is_live() && same(&space.name));
    match there.next() {
        Some(space) => Target { id: Some(space.id), name: None },
        None => Target { id: None, name: Some(name.trim().to_owned()) },
    }
}

/// The file as if it had been uploaded.
fn record(new: &NewImport, bytes: &[u8]) -> ImportRecord {
    ImportRecord {
        kind: new.kind.word().into(),
        name: new.name.clone(),
        bytes: bytes.len() as u64,
        by: None,
        created_ms: 0,
        plan: None,
        report: None,
        run_ms: None,
        made_space: None,
        taken_back: None,
        job: None,
    }
}

/// The report for people.
pub fn words(report: &Value) -> String {
    let list = |value: &Value, name: &str| value.get(name).and_then(Value::as_array).cloned().unwrap_or_default();
    let number = |value: &Value, name: &str| value.get(name).and_then(Value::as_u64).unwrap_or_default().to_string();
    let text = |value: &Value, name: &str| value.get(name).and_then(Value::as_str).unwrap_or_default().to_owned();
    let names = ["", "found", "brought", "changed", "already there"].map(str::to_owned).to_vec();
    let rows = list(report, "rows");
    let row = |row: &Value| {
        vec![
            text(row, "kind"),
            number(row, "found"),
            number(row, "brought"),
            number(row, "changed"),
            number(row, "already"),
        ]
    };
    let mut words = super::print::table(&[names].into_iter().chain(rows.iter().map(row)).collect::<Vec<_>>());
    for row in &rows {
        for skipped in list(row, "skipped") {
            words += &format!(
                "{} {} not brought: {}\n",
                number(&skipped, "count"),
                text(row, "kind"),
                text(&skipped, "reason")
            );
        }
    }
    for note in list(report, "lost").iter().chain(&list(report, "changed")) {
        words += &format!("{} {}: {}\n", number(note, "count"), text(note, "what"), text(note, "why"));
    }
    if report.get("dry_run") == Some(&json!(true)) {
        words += "Nothing was changed.\n";
    }
    words
}
