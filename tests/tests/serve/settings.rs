//! Every setting from everywhere it can come from.

use guildhall::config::KEYS;
use guildhall_tests::process::executable;
use std::{collections::BTreeSet, fs, path::Path, process::Command};

/// Each setting with a value for the file, the environment and the flag.
const VALUES: &[(&str, [&str; 3])] = &[
    ("data", ["/srv/file.redb", "/srv/environment.redb", "/srv/flag.redb"]),
    ("listen", ["127.0.0.1:1", "127.0.0.1:2", "127.0.0.1:3"]),
    ("public_url", ["https://file.example", "https://environment.example/a", "https://flag.example/b/c"]),
    ("tls_cert", ["/etc/file.pem", "/etc/environment.pem", "/etc/flag.pem"]),
    ("tls_key", ["/etc/file.key", "/etc/environment.key", "/etc/flag.key"]),
    ("trusted_proxy", ["10.0.0.1", "10.0.0.2,10.0.0.3", "10.0.0.4,::1"]),
    ("backup_dir", ["/mnt/file", "/mnt/environment", "/mnt/flag"]),
    ("log", ["warn", "error", "debug"]),
    ("smtp_host", ["file.example", "environment.example", "flag.example"]),
    ("smtp_port", ["25", "465", "587"]),
    ("smtp_security", ["none", "tls", "starttls"]),
    ("smtp_user", ["file", "environment", "flag"]),
    ("mail_listen", ["127.0.0.1:25", "0.0.0.0:25", "[::]:2525"]),
    ("mail_ca", ["/etc/file.pem", "/etc/environment.pem", "/etc/flag.pem"]),
    ("smtp_from", ["file@example.com", "environment@example.com", "flag@example.com"]),
];

/// Those that are no flag and never shown.
const SECRETS: [&str; 2] = ["smtp_password", "secret_key"];

fn show(folder: &Path, variable: Option<(&str, &str)>, flag: Option<(&str, &str)>) -> serde_json::Value {
    let mut command = Command::new(executable());
    command.args(["config", "show", "--json", "--config"]).arg(folder.join("settings"));
    command.env_clear().current_dir(folder);
    command.envs(variable);
    if let Some((name, value)) = flag {
        command.arg(format!("--{name}")).arg(value);
    }
    let output = command.output().unwrap();
    assert!(output.status.success(), "{}", String::from_utf8_lossy(&output.stderr));
    serde_json::from_slice(&output.stdout).unwrap()
}

fn of(shown: &serde_json::Value, name: &str) -> (String, String) {
    let list = shown["settings"].as_array().unwrap();
    let one = list.iter().find(|one| one["name"] == name).unwrap_or_else(|| panic!("{name} is not shown"));
    let text = |part: &str| one[part].as_str().unwrap().to_owned();
    (text("value"), text("source"))
}

#[test]
fn every_setting_is_a_flag_a_variable_and_a_line_and_the_nearest_wins() {
    let known: BTreeSet<&str> = KEYS.iter().filter(|key| !key.secret).map(|key| key.name).collect();
    assert_eq!(known, VALUES.iter().map(|(name, _)| *name).collect(), "the table of this test");
    let folder = tempfile::tempdir().unwrap();
    for (name, [in_file, in_environment, as_flag]) in VALUES {
        let variable = format!("GUILDHALL_{}", name.to_uppercase());
        let flag = name.replace('_', "-");
        let expect = |shown, value: &str, source: &str| {
            assert_eq!(of(&shown, name), (value.to_owned(), source.to_owned()), "{name}");
        };
        fs::write(folder.path().join("settings"), "# nothing\n").unwrap();
        let key = KEYS.iter().find(|key| key.name == *name).unwrap();
        expect(show(folder.path(), None, None), key.default, "default");
        for written in [format!("{name} = {in_file}\n"), format!("{variable}=\"{in_file}\"\n")] {
            fs::write(folder.path().join("settings"), written).unwrap();
            expect(show(folder.path(), None, None), in_file, "file");
        }
        let variable = (variable.as_str(), *in_environment);
        expect(show(folder.path(), Some(variable), None), in_environment, "environment");
        expect(show(folder.path(), Some(variable), Some((&flag, as_flag))), as_flag, "flag");
    }
}

#[test]
fn a_secret_comes_from_the_file_and_the_environment_and_is_never_shown() {
    assert!(KEYS.iter().filter(|key| key.secret).map(|key| key.name).eq(SECRETS), "the table of this test");
    let folder = tempfile::tempdir().unwrap();
    let secret = "a secret of the company";
    fs::write(folder.path().join("secret"), format!("{secret}\n")).unwrap();
    for name in SECRETS {
        fs::write(folder.path().join("settings"), "# nothing\n").unwrap();
        let shown = |variable: Option<(&str, &str)>| {
            let shown = show(folder.path(), variable, None);
            assert!(!shown.to_string().contains(secret), "{name}");
            of(&shown, name)
        };
        assert_eq!(shown(None), (String::new(), "default".into()), "{name}");
        let variable = format!("GUILDHALL_{}", name.to_uppercase());
        assert_eq!(shown(Some((&variable, secret))), ("set".into(), "environment".into()), "{name}");
        let beside = format!("{variable}_FILE");
        let file = folder.path().join("secret");
        assert_eq!(shown(Some((&beside, file.to_str().unwrap()))).0, "set", "{name}");
        fs::write(folder.path().join("settings"), format!("{name} = {secret}\n")).unwrap();
        assert_eq!(shown(None), ("set".into(), "file".into()), "{name}");
    }
}

#[test]
fn no_flag_of_the_server_is_without_a_setting() {
    let help = Command::new(executable()).args(["serve", "--help"]).output().unwrap();
    let help = String::from_utf8(help.stdout).unwrap();
    let flags = help.split_whitespace().filter_map(|word| word.strip_prefix("--"));
    let flags: BTreeSet<String> = flags.map(|flag| flag.trim_end_matches(',').replace('-', "_")).collect();
    let settings = KEYS.iter().filter(|key| !key.secret).map(|key| key.name.to_owned());
    let others = ["config", "json", "help"].map(str::to_owned);
    let expected: BTreeSet<String> = settings.chain(others).collect();
    assert_eq!(flags, expected);
}

#[test]
fn the_settings_file_is_the_named_one() {
    let folder = tempfile::tempdir().unwrap();
    fs::write(folder.path().join("settings"), "log=warn\n").unwrap();
    let named = folder.path().join("named");
    fs::write(&named, "log=debug\n").unwrap();
    let mut command = Command::new(executable());
    command.args(["config", "show", "--json"]).env_clear().env("GUILDHALL_CONFIG", &named).current_dir(folder.path());
    let shown: serde_json::Value = serde_json::from_slice(&command.output().unwrap().stdout).unwrap();
    assert_eq!(of(&shown, "log"), ("debug".to_owned(), "file".to_owned()));
    assert_eq!(shown["file"].as_str().unwrap(), named.display().to_string());
}
