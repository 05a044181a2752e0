//! Parameters of the address: unknown ones and unreadable values are refused by name.

use crate::{Error, error::Code};
use actix_web::{FromRequest, HttpRequest, dev::Payload};
use serde::de::DeserializeOwned;
use std::future::{Ready, ready};

/// The parameters of the address.
pub struct Query<T>(pub T);

impl<T: DeserializeOwned> FromRequest for Query<T> {
    type Error = Error;
    type Future = Ready<Result<Self, Error>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let read = actix_web::web::Query::<T>::from_query(request.query_string());
        ready(match read {
            Ok(query) => Ok(Query(query.into_inner())),
            Err(error) => Err(Error::because(Code::BadQuery, format!("The address cannot be read: {error}."))),
        })
    }
}

/// An id in the address. What is no id is simply not there.
pub fn id(text: &str) -> Result<guildhall_domain::Id, Error> {
    text.parse().map_err(|_| Error::not_found())
}
