//! The four layers of settings, and which one each value came from.

use super::{KEYS, Setting, SettingSource, file};
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Where settings are taken from.
pub struct Sources<'a> {
    /// Flags that were given, by name of the setting.
    pub flags: BTreeMap<&'static str, String>,
    /// The file named by a flag.
    pub config: Option<PathBuf>,
    /// Looks up a variable of the environment.
    pub environment: &'a dyn Fn(&str) -> Option<String>,
    /// The file for the whole machine.
    pub machine: &'a Path,
}

/// Every setting with its source.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Settings {
    /// In the order of [`KEYS`].
    pub list: Vec<Setting>,
    /// The file they were read from, if there is one.
    pub file: Option<PathBuf>,
}

impl Settings {
    /// The value of a setting, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let setting = self.list.iter().find(|setting| setting.name == name);
        setting.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    }
}

impl Sources<'_> {
    /// Puts the layers over each other.
    pub fn gather(&self) -> Result<Settings, String> {
        let path = self.find_file();
        let file = path.as_deref().map(file::read).transpose()?.unwrap_or_default();
        let setting = |key: &super::keys::Key| {
            let given = self.flags.get(key.name).map(|value| (value.clone(), SettingSource::Flag));
            let given = given.or_else(|| self.variable(key.name).map(|value| (value, SettingSource::Environment)));
            let given = given.or_else(|| file.get(key.name).map(|value| (value.clone(), SettingSource::File)));
            let (value, source) = given.unwrap_or_else(|| (key.default.to_owned(), SettingSource::Default));
            Setting { name: key.name.to_owned(), value, source }
        };
        Ok(Settings { list: KEYS.iter().map(setting).collect(), file: path })
    }

    fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(&format!("GUILDHALL_{}", name.to_ascii_uppercase())).filter(|value| !value.is_empty())
    }

    /// The file that was named, else the one beside the data, else the machine's.
    fn find_file(&self) -> Option<PathBuf> {
        if let Some(named) = self.config.clone().or_else(|| self.variable("config").map(PathBuf::from)) {
            return Some(named);
        }
        let data = self.flags.get("data").cloned().or_else(|| self.variable("data")).unwrap_or_default();
        let beside = Path::new(&data).with_file_name("guildhall.conf");
        [beside, self.machine.to_path_buf()].into_iter().find(|path| path.is_file())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_flag_beats_the_environment_beats_the_file_beats_the_default() {
        let dir = tempfile::tempdir().unwrap();
        let data = dir.path().join("guild.redb").display().to_string();
        std::fs::write(dir.path().join("guildhall.conf"), "listen=1\nlog=warn\npublic_url=http://file\n").unwrap();
        let environment = |name: &str| match name {
            "GUILDHALL_LISTEN" => Some("2".to_owned()),
            "GUILDHALL_PUBLIC_URL" => Some("http://environment".to_owned()),
            "GUILDHALL_BACKUP_DIR" => Some(String::new()),
            _ => None,
        };
        let flags = BTreeMap::from([("data", data), ("listen", "3".to_owned())]);
        let machine = Path::new("/nowhere");
        let settings = Sources { flags, config: None, environment: &environment, machine }.gather().unwrap();
        let of = |name: &str| {
            settings
                .list
                .iter()
                .find(|one| one.name == name)
                .map(|one| (one.value.as_str(), one.source.word()))
                .unwrap()
        };
        assert_eq!(of("listen"), ("3", "flag"));
        assert_eq!(of("public_url"), ("http://environment", "environment"));
        assert_eq!(of("log"), ("warn", "file"));
        assert_eq!(of("backup_dir"), ("", "default"));
    }

    #[test]
    fn a_named_file_must_be_there() {
        let sources = Sources {
            flags: BTreeMap::new(),
            config: Some("/nowhere/x".into()),
            environment: &|_| None,
            machine: Path::new("/nowhere"),
        };
        assert!(sources.gather().unwrap_err().contains("/nowhere/x"));
    }
}
