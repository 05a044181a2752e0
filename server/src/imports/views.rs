//! Imports as the API shows them.

use super::{
    commands, csv,
    plan::{ImportPlan, category_of},
    record::ImportRecord,
    report::ImportReport,
    store,
};
use crate::{
    App, Error,
    access::Scope,
    http::{
        Shape,
        shapes::{self, CategoryShape},
    },
    jobs::{self, JobShape},
    log::cbor,
};
use serde::Serialize;
use utoipa::ToSchema;
use uuid::Uuid;

/// Rows shown of each column.
const SAMPLES: usize = 3;

const TAKEN_BACK: &str = "This import was taken back for good: it cannot be run or brought back as a whole. What it \
    brought lies in the trash for 30 days, and each task can be taken out of there. To bring everything again, upload \
    the file again.";

/// An uploaded file with everything the mapping screen needs.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ImportFile {
    /// Id.
    pub id: Uuid,
    /// What kind of file.
    #[schema(value_type = super::commands::FileKind)]
    pub kind: String,
    /// Name of the file.
    pub name: String,
    /// Size.
    pub bytes: u64,
    /// When it was uploaded.
    pub created_at: String,
    /// When it was run.
    pub run_at: Option<String>,
    /// Taken back.
    pub taken_back: bool,
    /// What that means, in words; null unless it was taken back.
    pub taken_back_note: Option<String>,
    /// Columns of a table.
    pub columns: Option<Vec<ColumnShape>>,
    /// Lists of the file.
    pub lists: Vec<ListShape>,
    /// People named in the file.
    pub people: Vec<PersonShape>,
    /// A plan as good as one can be made without asking.
    pub suggested: ImportPlan,
    /// The report of the run.
    pub report: Option<ImportReport>,
    /// The job that runs it: ask for the import again to see how far it is.
    pub job: Option<JobShape>,
}

/// A column.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ColumnShape {
    /// Name.
    pub name: String,
    /// First values that are not empty.
    pub samples: Vec<String>,
    /// What it probably is.
    pub guess: Option<String>,
}

/// A list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct ListShape {
    /// Id in the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// Tasks in it.
    pub tasks: usize,
    /// The category it sounds like.
    pub guess: Option<CategoryShape>,
}

/// Somebody named in the file.
#[derive(Debug, Clone, Serialize, ToSchema)]
#[schema(as = ImportedPerson)]
pub struct PersonShape {
    /// Id in the file.
    pub id: String,
    /// Name.
    pub name: String,
    /// Address.
    pub email: Option<String>,
    /// How often they are named.
    pub uses: usize,
    /// The person here they probably are.
    pub person_id: Option<Uuid>,
}

impl Shape for ImportFile {}
impl Shape for ImportReport {}

/// An import in full.
pub fn file(app: &App, scope: &impl Scope, id: Uuid, record: &ImportRecord) -> Result<ImportFile, Error> {
    let bytes = store::bytes(scope.read(), id)?;
    let (source, suggested) = commands::suggested(scope, record, &bytes)?;
    let columns =
        (record.kind == "csv").then(|| csv::table(&bytes)).transpose()?.map(|table| columns(&table, &suggested));
    let uses = |list: &str| source.tasks.iter().filter(|task| task.list == list).count();
    let lists = source.lists.iter().map(|list| ListShape {
        tasks: uses(&list.id),
        id: list.id.clone(),
        name: list.name.clone(),
        guess: category_of(&list.name).map(Into::into),
    });
    let people = source.people.iter().map(|person| PersonShape {
        person_id: super::plan::match_person(scope.directory(), person),
        id: person.id.clone(),
        name: person.name.clone(),
        email: person.email.clone(),
        uses: person.uses,
    });
    let job = cbor::from_id_opt(&record.job).map(|job| jobs::views::one(app, scope.read(), job)).transpose()?.flatten();
    Ok(ImportFile {
        job,
        id,
        kind: record.kind.clone(),
        name: record.name.clone(),
        bytes: record.bytes,
        created_at: shapes::instant(record.created_ms),
        run_at: record.run_ms.map(shapes::instant),
        taken_back: record.taken_back.unwrap_or(false),
        taken_back_note: record.taken_back.unwrap_or(false).then(|| TAKEN_BACK.to_owned()),
        columns,
        lists: lists.collect(),
        people: people.collect(),
        report: record.report.as_deref().and_then(|report| serde_json::from_str(report).ok()),
        suggested,
    })
}

fn columns(table: &csv::Table, suggested: &ImportPlan) -> Vec<ColumnShape> {
    let column = |(at, name): (usize, &String)| {
        let cells = table.rows.iter().filter_map(|row| row.get(at)).filter(|cell| !cell.trim().is_empty());
        ColumnShape {
            samples: cells.take(SAMPLES).map(|cell| cell.chars().take(120).collect()).collect(),
            guess: suggested.columns.get(name).cloned(),
            name: name.clone(),
        }
    };
    table.columns.iter().enumerate().map(column).collect()
}
