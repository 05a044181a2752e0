//! Encrypted connections without a proxy: certificate and key from PEM files, read again on SIGHUP, so
//! that a renewed certificate needs no restart.

use super::Failure;
use crate::config::TlsFiles;
use rustls::{
    ServerConfig,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, pem::PemObject},
    server::{ClientHello, ResolvesServerCert},
    sign::CertifiedKey,
};
use std::sync::{Arc, PoisonError, RwLock};

/// The certificate in use.
#[derive(Debug)]
pub struct Certificate {
    files: TlsFiles,
    now: RwLock<Arc<CertifiedKey>>,
}

impl Certificate {
    /// Reads the files.
    pub fn load(files: &TlsFiles) -> Result<Arc<Certificate>, Failure> {
        let now = RwLock::new(read(files).map_err(Failure::Failed)?);
        Ok(Arc::new(Certificate { files: files.clone(), now }))
    }

    /// Reads them again; the certificate in use stays when that fails.
    pub fn reload(&self) {
        match read(&self.files) {
            Ok(fresh) => {
                *self.now.write().unwrap_or_else(PoisonError::into_inner) = fresh;
                tracing::info!("the certificate was read again");
            }
            Err(why) => tracing::error!(why, "the certificate stays as it was"),
        }
    }

    /// How connections are encrypted.
    pub fn server(self: &Arc<Self>) -> Result<ServerConfig, Failure> {
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()))
            .with_safe_default_protocol_versions();
        let builder = builder.map_err(|error| Failure::Failed(format!("Encryption cannot be set up: {error}.")))?;
        Ok(builder.with_no_client_auth().with_cert_resolver(self.clone()))
    }
}

impl ResolvesServerCert for Certificate {
    fn resolve(&self, _: ClientHello<'_>) -> Option<Arc<CertifiedKey>> {
        Some(self.now.read().unwrap_or_else(PoisonError::into_inner).clone())
    }
}

fn read(files: &TlsFiles) -> Result<Arc<CertifiedKey>, String> {
    let wrong =
        |path: &std::path::Path, error: &dyn std::fmt::Display| format!("{} cannot be used: {error}.", path.display());
    let chain = CertificateDer::pem_file_iter(&files.cert).and_then(|certs| certs.collect::<Result<Vec<_>, _>>());
    let chain = chain.map_err(|error| wrong(&files.cert, &error))?;
    if chain.is_empty() {
        return Err(wrong(&files.cert, &"there is no certificate in it"));
    }
    let key = PrivateKeyDer::from_pem_file(&files.key).map_err(|error| wrong(&files.key, &error))?;
    let key = CertifiedKey::from_der(chain, key, &ring::default_provider());
    key.map(Arc::new).map_err(|error| wrong(&files.key, &error))
}
