//! Certificates of a test's own, and clients that believe in one of them only.

use crate::Wire;
use rcgen::{CertifiedKey, KeyPair, generate_simple_self_signed};
use rustls::{
    ClientConfig, ClientConnection, RootCertStore, ServerConfig, StreamOwned,
    crypto::ring,
    pki_types::{CertificateDer, PrivateKeyDer, ServerName, pem::PemObject},
};
use std::{net::TcpStream, path::Path, sync::Arc};

/// An encrypted connection.
pub type Encrypted = Wire<StreamOwned<ClientConnection, TcpStream>>;

/// A certificate for `localhost` with its key.
pub struct Identity(CertifiedKey<KeyPair>);

impl Identity {
    /// A new one; no two are the same.
    pub fn new() -> Identity {
        Identity(generate_simple_self_signed(["localhost".to_owned()]).unwrap())
    }

    /// Writes both as PEM.
    pub fn write(&self, cert: &Path, key: &Path) {
        std::fs::write(key, self.0.signing_key.serialize_pem()).unwrap();
        std::fs::write(cert, self.0.cert.pem()).unwrap();
    }

    fn chain(&self) -> Vec<CertificateDer<'static>> {
        vec![CertificateDer::from_pem_slice(self.0.cert.pem().as_bytes()).unwrap()]
    }

    /// What a server shows it with.
    pub fn server(&self) -> ServerConfig {
        let key = PrivateKeyDer::from_pem_slice(self.0.signing_key.serialize_pem().as_bytes()).unwrap();
        let builder = ServerConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        builder.with_no_client_auth().with_single_cert(self.chain(), key).unwrap()
    }

    /// A connection to a server that has to show this certificate; the error says that it shows another one.
    pub fn connect(&self, url: &str, protocols: &[&str]) -> Result<Encrypted, rustls::Error> {
        let mut roots = RootCertStore::empty();
        self.chain().into_iter().for_each(|cert| roots.add(cert).unwrap());
        let builder = ClientConfig::builder_with_provider(Arc::new(ring::default_provider()));
        let builder = builder.with_safe_default_protocol_versions().unwrap();
        let mut config = builder.with_root_certificates(roots).with_no_client_auth();
        config.alpn_protocols = protocols.iter().map(|name| name.as_bytes().to_vec()).collect();
        let mut session = ClientConnection::new(Arc::new(config), ServerName::try_from("localhost").unwrap())?;
        let address = url.split_once("://").unwrap().1;
        let mut stream = TcpStream::connect(address).unwrap();
        stream.set_read_timeout(Some(crate::wire::PATIENCE)).unwrap();
        while session.is_handshaking() {
            if let Err(error) = session.complete_io(&mut stream) {
                return Err(rustls::Error::General(error.to_string()));
            }
        }
        Ok(Wire::over(StreamOwned::new(session, stream)))
    }
}

impl Default for Identity {
    fn default() -> Self {
        Identity::new()
    }
}
