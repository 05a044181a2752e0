//! By whose certificates mail servers and mailboxes are believed: those the system knows, and those in the file of the
//! setting `mail_ca`. The file is read each time a way is opened, so a renewed one needs no restart.

use lettre::transport::smtp::{
    self,
    client::{Certificate, TlsParameters},
};
use rustls::{
    ClientConfig, RootCertStore,
    crypto::ring,
    pki_types::{CertificateDer, pem::PemObject},
};
use std::path::Path;

/// The certificates in a file.
///
/// # Errors
/// A sentence that names the file.
pub fn certificates(file: &Path) -> Result<Vec<CertificateDer<'static>>, String> {
    let wrong = |why: &dyn std::fmt::Display| format!("{} cannot be used: {why}.", file.display());
    let all = CertificateDer::pem_file_iter(file).and_then(|certificates| certificates.collect::<Result<Vec<_>, _>>());
    let all = all.map_err(|error| wrong(&error))?;
    if all.is_empty() {
        return Err(wrong(&"there is no certificate in it"));
    }
    let mut tried = RootCertStore::empty();
    let added = all.iter().try_for_each(|one| tried.add(one.clone()));
    added.map_err(|error| wrong(&error))?;
    Ok(all)
}

/// How a mailbox is believed.
///
/// # Errors
/// What is wrong with the file.
pub fn client(file: Option<&Path>) -> Result<ClientConfig, String> {
    let mut roots = RootCertStore::empty();
    roots.add_parsable_certificates(rustls_native_certs::load_native_certs().certs);
    roots.add_parsable_certificates(file.map(certificates).transpose()?.unwrap_or_default());
    let config = ClientConfig::builder_with_provider(ring::default_provider().into());
    let config = config.with_safe_default_protocol_versions().map_err(|error| error.to_string())?;
    Ok(config.with_root_certificates(roots).with_no_client_auth())
}

/// How a mail server is believed.
///
/// # Errors
/// What is wrong with the file.
pub fn server(host: &str, file: Option<&Path>) -> Result<TlsParameters, String> {
    let words = |error: smtp::Error| error.to_string();
    let mut parameters = TlsParameters::builder(host.to_owned());
    for one in file.map(certificates).transpose()?.unwrap_or_default() {
        parameters = parameters.add_root_certificate(Certificate::from_der(one.to_vec()).map_err(words)?);
    }
    parameters.build_rustls().map_err(words)
}

/// What somebody can do about a failure, when it is that nobody vouches for the other side.
pub fn advice(words: &str) -> &'static str {
    // The second: somebody else's, under the name of one that is known.
    if ["UnknownIssuer", "BadSignature"].iter().any(|sort| words.contains(sort)) {
        " Nobody this server knows vouches for its certificate: name that of its authority with --mail-ca."
    } else {
        ""
    }
}
