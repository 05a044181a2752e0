//! What is sent to make and change webhooks, and where one may lead.

use crate::{Error, outgoing::client};
use guildhall_domain::change::sent;
use serde::Deserialize;
use utoipa::ToSchema;

/// Longest address.
const ADDRESS: usize = 2_000;

/// A webhook to be made. It is on from then.
#[derive(Debug, Clone, Deserialize, ToSchema)]
#[serde(deny_unknown_fields)]
pub struct WebhookInput {
    /// Its name, 1–120 characters; no other webhook has it.
    pub name: String,
    /// Where it is told: https, at most 2,000 characters, without a name or password in it.
    pub url: String,
    /// The address may lie in the network of this server, and may be http there.
    #[serde(default)]
    pub inside: bool,
}

/// Changes of a webhook; what is not sent stays.
#[derive(Debug, Clone, Default, Deserialize, ToSchema)]
#[serde(deny_unknown_fields, default)]
#[allow(missing_docs)]
pub struct WebhookPatch {
    pub name: Option<String>,
    pub url: Option<String>,
    pub inside: Option<bool>,
    pub on: Option<bool>,
}

impl WebhookPatch {
    /// The facts it sets.
    pub fn names(&self) -> Vec<String> {
        sent([
            ("name", self.name.is_some()),
            ("url", self.url.is_some()),
            ("inside", self.inside.is_some()),
            ("off", self.on.is_some()),
        ])
    }
}

/// An address as it is kept, or what is wrong with it.
pub fn address(url: &str, inside: bool) -> Result<String, Error> {
    let url = url.trim();
    let wrong = |words: &str| Err(Error::field("url", words));
    if url.len() > ADDRESS {
        return wrong("Shorten this address to 2,000 characters.");
    }
    if client::address(url, inside).is_some() {
        return Ok(url.to_owned());
    }
    let (scheme, rest) = url.split_once("://").unwrap_or_default();
    let host = rest.split(['/', '?', '#']).next().unwrap_or_default();
    match scheme.to_ascii_lowercase().as_str() {
        "https" | "http" if host.contains('@') => {
            wrong("Leave name and password out of the address: the signature proves who sends.")
        }
        // With the leave for the own network it would do.
        "https" | "http" if !inside && client::address(url, true).is_some() => wrong(
            "This is not encrypted, or not public. Use a public address with https, or say that it is in your own network.",
        ),
        "https" if !host.is_empty() => wrong("This address is never asked. Use another one."),
        "http" if !host.is_empty() => wrong("Use https, or an address in your own network."),
        _ => wrong("Write an address such as https://example.com/hook."),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_address_is_public_and_encrypted_unless_it_is_in_the_own_network() {
        let says = |url: &str, inside: bool| {
            address(url, inside).unwrap_err().fields.get("url").map(String::as_str).unwrap_or_default().to_owned()
        };
        assert_eq!(address(" https://till.example.com/hook?a=b ", false).unwrap(), "https://till.example.com/hook?a=b");
        assert_eq!(address("http://192.168.1.9:8123/api", true).unwrap(), "http://192.168.1.9:8123/api");
        for url in ["ftp://example.com/", "example.com", "", "https://", "javascript:alert(1)"] {
            assert!(says(url, false).starts_with("Write an address"), "{url}");
        }
        for url in ["http://example.com/", "https://10.0.0.1/", "https://127.0.0.1/", "http://localhost/"] {
            assert!(says(url, false).contains("own network"), "{url}");
        }
        assert!(says("https://olga:secret@example.com/", true).contains("signature"));
        assert!(says(&format!("https://example.com/{}", "a".repeat(10_000)), false).starts_with("Shorten"));
        assert!(says("https://169.254.169.254/latest", true).starts_with("This address is never"));
        assert!(says("http://1.1.1.1/", true).starts_with("Use https"));
    }
}
