//! The parameters of an address that asks for tasks: the question itself and, beside it, what the
//! address needs more (a page, a group). Unknown ones are refused as everywhere.

use super::TaskQuery;
use crate::{Error, error::Code};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// The names of the parameters of [`TaskQuery`].
const OF_QUERY: [&str; 14] = [
    "group", "sort", "desc", "status", "category", "assignee", "priority", "tag", "section", "due", "text", "archived",
    "subtasks", "done",
];

/// A question and the other parameters of the address.
pub struct Asked<T>(pub TaskQuery, pub T);

impl<T: DeserializeOwned> FromRequest for Asked<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(split(request.query_string()))
    }
}

fn split<T: DeserializeOwned>(address: &str) -> Result<Asked<T>, Error> {
    let name = |pair: &&str| OF_QUERY.contains(&pair.split('=').next().unwrap_or_default());
    let (of_query, others): (Vec<&str>, Vec<&str>) = address.split('&').filter(|pair| !pair.is_empty()).partition(name);
    Ok(Asked(read(&of_query.join("&"))?, read(&others.join("&"))?))
}

/// Reads parameters.
pub fn read<T: DeserializeOwned>(address: &str) -> Result<T, Error> {
    let unreadable = |error| Error::because(Code::BadQuery, format!("The address cannot be read: {error}."));
    actix_web::web::Query::<T>::from_query(address).map(|query| query.into_inner()).map_err(unreadable)
}
