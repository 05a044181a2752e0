//! The addresses of share links that need no account. What a link shows is proven in `shares`: these lead to none,
//! whoever asks.

use crate::{oracle::Need::Public, table::Row};

/// Like the doors: attempts at them are counted.
pub const LINKS: &[Row] = &[
    ("POST /public/shares/{id}", Public, "/public/shares/$unknown", r#"{"secret":"x"}"#),
    ("GET /public/shares/{id}", Public, "/public/shares/$unknown", ""),
    ("GET /public/shares/{id}/folder", Public, "/public/shares/$unknown/folder", ""),
    ("GET /public/shares/{id}/documents/{document}", Public, "/public/shares/$unknown/documents/$unknown", ""),
    (
        "GET /public/shares/{id}/documents/{document}/file",
        Public,
        "/public/shares/$unknown/documents/$unknown/file",
        "",
    ),
    (
        "GET /public/shares/{id}/documents/{document}/content",
        Public,
        "/public/shares/$unknown/documents/$unknown/content",
        "",
    ),
    (
        "GET /public/shares/{id}/documents/{document}/picture",
        Public,
        "/public/shares/$unknown/documents/$unknown/picture",
        "",
    ),
    (
        "GET /public/shares/{id}/documents/{document}/pictures/{file}",
        Public,
        "/public/shares/$unknown/documents/$unknown/pictures/$unknown",
        "",
    ),
    (
        "GET /public/shares/{id}/documents/{document}/comments",
        Public,
        "/public/shares/$unknown/documents/$unknown/comments",
        "",
    ),
    (
        "POST /public/shares/{id}/documents/{document}/comments",
        Public,
        "/public/shares/$unknown/documents/$unknown/comments",
        r#"{"name":"H","email":"h@example.net","body":"x"}"#,
    ),
];
