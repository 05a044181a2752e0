//! What the server was told from outside: flag over environment over file over default.

mod file;
mod hidden;
mod keys;
mod layers;
mod limits;

pub use hidden::Hidden;
pub use keys::KEYS;
pub use layers::{Settings, Sources};
pub use limits::Limits;

use std::path::PathBuf;

/// The settings of a running server.
#[derive(Debug, Clone)]
pub struct Config {
    /// The data file.
    pub data: PathBuf,
    /// Where to listen, `127.0.0.1:8080`; port 0 takes a free one.
    pub listen: String,
    /// Address people use, without a slash at the end; none: whatever they typed.
    pub public_url: Option<String>,
    /// Certificate and key for encrypted connections.
    pub tls: Option<TlsFiles>,
    /// Addresses whose Forwarded headers count.
    pub trusted_proxies: Vec<std::net::IpAddr>,
    /// Whether cookies may only travel encrypted.
    pub secure: bool,
    /// Where backups go; none: beside the data file.
    pub backup_dir: Option<PathBuf>,
    /// The password of the mail server, when it is set outside.
    pub smtp_password: Option<Hidden>,
    /// Where to take mail in, `0.0.0.0:25`; none: nowhere.
    pub mail_listen: Option<String>,
    /// Certificates (PEM) that mail servers and mailboxes are believed by, beside those of the system.
    pub mail_ca: Option<PathBuf>,
    /// What secrets in the data file are encrypted with.
    pub secret_key: Option<Hidden>,
    /// How much one client may hold.
    pub limits: Limits,
    /// Every setting with its value as shown and where it came from.
    pub shown: Vec<Setting>,
}

/// Where certificate and key lie, as PEM.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TlsFiles {
    /// The certificate with those it is signed by.
    pub cert: PathBuf,
    /// Its private key.
    pub key: PathBuf,
}

/// A setting as Admin shows it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Setting {
    /// Name as in the file.
    pub name: String,
    /// Value; secrets are not shown.
    pub value: String,
    /// Where it came from.
    pub source: SettingSource,
}

/// Where a setting came from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, serde::Serialize, utoipa::ToSchema)]
#[serde(rename_all = "snake_case")]
#[allow(missing_docs)]
pub enum SettingSource {
    Flag,
    Environment,
    File,
    Default,
}

impl SettingSource {
    /// The word for it.
    pub fn word(self) -> &'static str {
        match self {
            SettingSource::Flag => "flag",
            SettingSource::Environment => "environment",
            SettingSource::File => "file",
            SettingSource::Default => "default",
        }
    }
}

impl Config {
    /// Everything as it is without any settings.
    pub fn for_data(data: PathBuf) -> Self {
        Config {
            data,
            listen: "127.0.0.1:8080".into(),
            public_url: None,
            tls: None,
            trusted_proxies: Vec::new(),
            secure: false,
            backup_dir: None,
            smtp_password: None,
            mail_listen: None,
            mail_ca: None,
            secret_key: None,
            limits: Limits::default(),
            shown: Vec::new(),
        }
    }

    /// Understands settings; the error is a sentence that names the setting.
    pub fn read(settings: &Settings) -> Result<Self, String> {
        let path = |name| settings.get(name).map(PathBuf::from);
        let data = path("data").unwrap_or_else(|| PathBuf::from("guildhall.redb"));
        let data = std::path::absolute(&data)
            .map_err(|error| format!("The path {} cannot be used: {error}.", data.display()))?;
        let public_url = settings.get("public_url").map(public_url).transpose()?;
        let tls = match (path("tls_cert"), path("tls_key")) {
            (Some(cert), Some(key)) => Some(TlsFiles { cert, key }),
            (None, None) => None,
            _ => return Err("tls_cert and tls_key belong together: set both or none.".into()),
        };
        Ok(Config {
            data,
            listen: settings.get("listen").unwrap_or("127.0.0.1:8080").to_owned(),
            secure: tls.is_some() || public_url.as_ref().is_some_and(|url| url.starts_with("https://")),
            public_url,
            tls,
            trusted_proxies: proxies(settings.get("trusted_proxy").unwrap_or_default())?,
            backup_dir: path("backup_dir"),
            smtp_password: settings.secret("smtp_password").cloned(),
            mail_listen: settings.get("mail_listen").map(str::to_owned),
            mail_ca: path("mail_ca"),
            secret_key: secret_key(settings)?,
            limits: Limits::default(),
            shown: settings.list.clone(),
        })
    }

    /// The path of the public address, between slashes: `/` or `/office/`.
    pub fn base(&self) -> String {
        let address = self.public_url.as_deref().and_then(|url| url.split_once("://"));
        let path = address.and_then(|(_, rest)| rest.split_once('/')).map_or("", |(_, path)| path.trim_matches('/'));
        if path.is_empty() { "/".into() } else { format!("/{path}/") }
    }

    /// A path beside the data file: `guildhall.redb` and `.sock` give `guildhall.redb.sock`.
    pub fn beside(&self, ending: &str) -> PathBuf {
        let mut name = self.data.as_os_str().to_owned();
        name.push(ending);
        PathBuf::from(name)
    }
}

/// A key somebody could guess protects nothing.
fn secret_key(settings: &Settings) -> Result<Option<Hidden>, String> {
    let key = settings.secret("secret_key").cloned();
    match &key {
        Some(key) if key.reveal().len() < 16 => {
            Err("secret_key is shorter than 16 characters; use a longer one.".into())
        }
        _ => Ok(key),
    }
}

fn public_url(url: &str) -> Result<String, String> {
    let url = url.trim().trim_end_matches('/');
    let rest = url.strip_prefix("https://").or_else(|| url.strip_prefix("http://"));
    match rest {
        Some(rest) if !rest.is_empty() && !rest.contains(['?', '#', ' ', '"', '<']) => Ok(url.to_owned()),
        _ => Err(format!("public_url is “{url}”; write it as https://guild.example.com.")),
    }
}

fn proxies(list: &str) -> Result<Vec<std::net::IpAddr>, String> {
    let named = list.split(',').map(str::trim).filter(|one| !one.is_empty());
    named.map(|one| one.parse().map_err(|_| format!("trusted_proxy has “{one}”, which is no IP address."))).collect()
}
