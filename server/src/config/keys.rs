//! The names of all settings. A name is the flag (`--public-url`), the variable
//! (`GUILDHALL_PUBLIC_URL`) and the key in the file (`public_url`).

/// A setting there is.
#[derive(Debug, Clone, Copy)]
pub struct Key {
    /// Name as in the file.
    pub name: &'static str,
    /// Value when nobody sets it; empty for none.
    pub default: &'static str,
    /// It is never shown, and no flag: other people on the machine see those.
    pub secret: bool,
}

const fn key(name: &'static str, default: &'static str) -> Key {
    Key { name, default, secret: false }
}

const fn secret(name: &'static str) -> Key {
    Key { name, default: "", secret: true }
}

/// Every setting.
pub const KEYS: [Key; 17] = [
    key("data", "guildhall.redb"),
    key("listen", "127.0.0.1:8080"),
    key("public_url", ""),
    key("tls_cert", ""),
    key("tls_key", ""),
    key("trusted_proxy", ""),
    key("backup_dir", ""),
    key("log", "info"),
    key("smtp_host", ""),
    key("smtp_port", ""),
    key("smtp_security", ""),
    key("smtp_user", ""),
    secret("smtp_password"),
    key("smtp_from", ""),
    key("mail_listen", ""),
    key("mail_ca", ""),
    secret("secret_key"),
];

/// The setting a word in the file means: `public_url`, `PUBLIC-URL` and `GUILDHALL_PUBLIC_URL` are one,
/// so that the same file can serve as an environment file.
pub fn find(word: &str) -> Option<&'static str> {
    let word = word.to_ascii_lowercase().replace('-', "_");
    let word = word.strip_prefix("guildhall_").unwrap_or(&word);
    KEYS.iter().find(|key| key.name == word).map(|key| key.name)
}
