//! The four layers of settings, and which one each value came from.

use super::{Hidden, KEYS, Setting, SettingSource, file};
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
    /// What stands in the list as set only.
    secrets: BTreeMap<&'static str, Hidden>,
}

impl Settings {
    /// The value of a setting, unless it is empty.
    pub fn get(&self, name: &str) -> Option<&str> {
        let setting = self.list.iter().find(|setting| setting.name == name);
        setting.map(|setting| setting.value.as_str()).filter(|value| !value.is_empty())
    }

    /// A value that is not shown.
    pub fn secret(&self, name: &str) -> Option<&Hidden> {
        self.secrets.get(name)
    }
}

impl Sources<'_> {
    /// Puts the layers over each other.
    pub fn gather(&self) -> Result<Settings, String> {
        let path = self.find_file();
        let file = path.as_deref().map(file::read).transpose()?.unwrap_or_default();
        let mut secrets = BTreeMap::new();
        let mut setting = |key: &super::keys::Key| {
            let given = self.flags.get(key.name).map(|value| (value.clone(), SettingSource::Flag));
            let from_file = if given.is_none() { self.variable_file(key.name)? } else { None };
            let variable = || self.variable(key.name).or_else(|| from_file.clone());
            let given = given.or_else(|| variable().map(|value| (value, SettingSource::Environment)));
            let given = given.or_else(|| file.get(key.name).map(|value| (value.clone(), SettingSource::File)));
            let (value, source) = given.unwrap_or_else(|| (key.default.to_owned(), SettingSource::Default));
            let shown = if key.secret && !value.is_empty() {
                secrets.insert(key.name, Hidden::new(value));
                "set".to_owned()
            } else {
                value
            };
            Ok(Setting { name: key.name.to_owned(), value: shown, source })
        };
        let list = KEYS.iter().map(&mut setting).collect::<Result<_, String>>()?;
        Ok(Settings { list, file: path, secrets })
    }

    fn variable(&self, name: &str) -> Option<String> {
        (self.environment)(&format!("GUILDHALL_{}", name.to_ascii_uppercase())).filter(|value| !value.is_empty())
    }

    /// The content of the file a variable with `_FILE` names: how containers and services are given secrets.
    fn variable_file(&self, name: &str) -> Result<Option<String>, String> {
        let variable = format!("{name}_file");
        let Some(path) = self.variable(&variable) else { return Ok(None) };
        let text = std::fs::read_to_string(&path).map_err(|error| {
            format!("GUILDHALL_{} names {path}, which cannot be read: {error}.", variable.to_ascii_uppercase())
        })?;
        Ok(Some(text.trim_end_matches(['\r', '\n']).to_owned()).filter(|text| !text.is_empty()))
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
