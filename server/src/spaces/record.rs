//! A space as stored.

use crate::log::cbor::{self, Bytes16};
use guildhall_domain::{
    request::target::Targets,
    space::{Access, Category, Field, FieldKind, Section, Space, SpaceKind, SpaceRole, Status},
};
use minicbor::{Decode, Encode};

/// See [`Space`].
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct SpaceRecord {
    #[n(0)]
    id: Bytes16,
    #[n(1)]
    audience: u64,
    #[n(2)]
    name: String,
    #[n(3)]
    kind: u8,
    #[n(4)]
    access: u8,
    #[n(5)]
    everyone_joins: bool,
    #[n(6)]
    prefix: String,
    #[n(7)]
    color: u8,
    #[n(8)]
    icon: String,
    #[n(9)]
    description: String,
    #[n(10)]
    tools_off: Vec<String>,
    #[n(11)]
    statuses: Vec<StatusRecord>,
    #[n(12)]
    sections: Vec<SectionRecord>,
    #[n(13)]
    fields: Vec<FieldRecord>,
    #[n(14)]
    last_part: u32,
    #[n(15)]
    owner: Option<Bytes16>,
    #[n(16)]
    archived: bool,
    #[n(17)]
    deleted_ms: Option<i64>,
    #[n(18)]
    created_ms: i64,
    #[n(19)]
    seq: u64,
    #[n(20)]
    heirs: Option<Vec<HeirRecord>>,
    #[n(21)]
    withdrawing: Option<bool>,
    /// Minutes of working time.
    #[n(22)]
    answer_target: Option<u32>,
    #[n(23)]
    done_target: Option<u32>,
    #[n(24)]
    finish: Option<String>,
}

guildhall_store::record!(SpaceRecord, 1);

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct StatusRecord {
    #[n(0)]
    id: u32,
    #[n(1)]
    name: String,
    #[n(2)]
    category: u8,
    #[n(3)]
    limit: Option<u32>,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct HeirRecord {
    #[n(0)]
    gone: u32,
    #[n(1)]
    heir: u32,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct SectionRecord {
    #[n(0)]
    id: u32,
    #[n(1)]
    name: String,
}

#[derive(Debug, Encode, Decode)]
#[cbor(map)]
struct FieldRecord {
    #[n(0)]
    id: u32,
    #[n(1)]
    name: String,
    #[n(2)]
    kind: u8,
    #[n(3)]
    choices: Vec<String>,
}

impl From<&Space> for SpaceRecord {
    fn from(s: &Space) -> Self {
        let status = |s: &Status| StatusRecord {
            id: s.id,
            name: s.name.clone(),
            category: category_number(s.category),
            limit: s.limit,
        };
        let field =
            |f: &Field| FieldRecord { id: f.id, name: f.name.clone(), kind: f.kind as u8, choices: f.choices.clone() };
        let heir = |(gone, heir): (&u32, &u32)| HeirRecord { gone: *gone, heir: *heir };
        SpaceRecord {
            id: cbor::id(s.id),
            audience: s.audience,
            name: s.name.clone(),
            kind: s.kind as u8,
            access: s.access as u8,
            everyone_joins: s.everyone_joins,
            prefix: s.prefix.clone(),
            color: s.color,
            icon: s.icon.clone(),
            description: s.description.clone(),
            tools_off: s.tools_off.clone(),
            statuses: s.statuses.iter().map(status).collect(),
            sections: s.sections.iter().map(|s| SectionRecord { id: s.id, name: s.name.clone() }).collect(),
            fields: s.fields.iter().map(field).collect(),
            last_part: s.last_part,
            owner: cbor::id_opt(s.owner),
            archived: s.archived,
            deleted_ms: s.deleted_ms,
            created_ms: s.created_ms,
            seq: s.seq,
            heirs: (!s.heirs.is_empty()).then(|| s.heirs.iter().map(heir).collect()),
            withdrawing: s.withdrawing.then_some(true),
            answer_target: s.targets.answer,
            done_target: s.targets.done,
            finish: s.finish.map(|day| day.to_string()),
        }
    }
}

impl From<SpaceRecord> for Space {
    fn from(r: SpaceRecord) -> Self {
        let status =
            |s: StatusRecord| Status { id: s.id, name: s.name, category: category_from(s.category), limit: s.limit };
        let field =
            |f: FieldRecord| Field { id: f.id, name: f.name, kind: field_kind_from(f.kind), choices: f.choices };
        Space {
            id: cbor::from_id(&r.id),
            audience: r.audience,
            name: r.name,
            kind: match r.kind {
                0 => SpaceKind::Department,
                1 => SpaceKind::Team,
                2 => SpaceKind::Client,
                _ => SpaceKind::Topic,
            },
            // An access this version does not know is the narrowest.
            access: match r.access {
                0 => Access::Open,
                1 => Access::Closed,
                3 => Access::Personal,
                _ => Access::Private,
            },
            everyone_joins: r.everyone_joins,
            prefix: r.prefix,
            color: r.color,
            icon: r.icon,
            description: r.description,
            tools_off: r.tools_off,
            statuses: r.statuses.into_iter().map(status).collect(),
            sections: r.sections.into_iter().map(|s| Section { id: s.id, name: s.name }).collect(),
            fields: r.fields.into_iter().map(field).collect(),
            targets: Targets { answer: r.answer_target, done: r.done_target },
            finish: r.finish.and_then(|day| day.parse().ok()),
            last_part: r.last_part,
            heirs: r.heirs.unwrap_or_default().into_iter().map(|r| (r.gone, r.heir)).collect(),
            withdrawing: r.withdrawing.unwrap_or(false),
            owner: cbor::from_id_opt(&r.owner),
            archived: r.archived,
            deleted_ms: r.deleted_ms,
            created_ms: r.created_ms,
            seq: r.seq,
        }
    }
}

/// The number of a category in records.
pub fn category_number(category: Category) -> u8 {
    category as u8
}

/// The inverse; unknown counts as not begun.
pub fn category_from(number: u8) -> Category {
    match number {
        1 => Category::Doing,
        2 => Category::Waiting,
        3 => Category::Done,
        4 => Category::Cancelled,
        _ => Category::Todo,
    }
}

fn field_kind_from(number: u8) -> FieldKind {
    match number {
        1 => FieldKind::Number,
        2 => FieldKind::Money,
        3 => FieldKind::Date,
        4 => FieldKind::Choice,
        5 => FieldKind::Person,
        _ => FieldKind::Text,
    }
}

/// A membership.
#[derive(Debug, Encode, Decode)]
#[cbor(map)]
pub struct MemberRecord {
    /// 0 guest, 1 member, 2 lead.
    #[n(0)]
    pub role: u8,
    /// Since when, UTC milliseconds.
    #[n(1)]
    pub since_ms: i64,
}

guildhall_store::record!(MemberRecord, 1);

/// The role of a stored number; unknown has the fewest rights.
pub fn space_role_from(number: u8) -> SpaceRole {
    match number {
        2 => SpaceRole::Lead,
        1 => SpaceRole::Member,
        _ => SpaceRole::Guest,
    }
}
