//! Lists: `{items, next}` with an opaque cursor.

use super::version;
use crate::Error;
use serde::{Deserialize, Serialize};
use utoipa::{IntoParams, ToSchema};

/// A page of a list.
#[derive(Debug, Clone, Serialize, ToSchema)]
pub struct Page<T> {
    /// The rows.
    pub items: Vec<T>,
    /// Cursor of the next page; null at the end.
    pub next: Option<String>,
}

impl<T> Page<T> {
    /// Everything there is.
    pub fn all(items: Vec<T>) -> Self {
        Page { items, next: None }
    }
}

impl<T: Serialize> super::Shape for Page<T> {}

/// Which page.
#[derive(Debug, Clone, Default, Deserialize, IntoParams)]
#[serde(deny_unknown_fields)]
#[into_params(parameter_in = Query)]
pub struct Paging {
    /// Rows a page, 1–200; 50 unless told.
    pub limit: Option<u32>,
    /// `next` of the page before.
    pub cursor: Option<String>,
}

impl Paging {
    /// Rows a page.
    pub fn limit(&self) -> Result<usize, Error> {
        limit(self.limit)
    }

    /// Where to go on.
    pub fn place(&self) -> Result<Option<Vec<u8>>, Error> {
        self.cursor.as_deref().map(version::read_list_cursor).transpose()
    }
}

/// Rows a page: 1–200, 50 unless told.
pub fn limit(asked: Option<u32>) -> Result<usize, Error> {
    match asked {
        None => Ok(50),
        Some(limit @ 1..=200) => Ok(limit as usize),
        Some(_) => Err(Error::because(crate::error::Code::BadQuery, "limit is between 1 and 200.")),
    }
}
