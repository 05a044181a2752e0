//! Dovecot, the server of mailboxes most offices have: Debian's package, which `cargo xtask mail-server` unpacks under
//! `target/tools`. It looks for its parts where it would be installed, so it is started in a view of the folders of its own
//! in which they stand there. It runs as whoever runs the tests, or as nobody where that is root, whose mail it does not
//! keep.

use crate::mailbox::{PASSWORD, USER};
use rustix::process::{Pid, Signal, getuid, kill_process};
use std::{
    fs,
    os::unix::fs::chown,
    path::{Path, PathBuf},
    process::{Child, Command, Stdio},
};
use tempfile::TempDir;

const NOBODY: u32 = 65_534;

/// Where it is unpacked.
fn unpacked() -> PathBuf {
    let home = Path::new(env!("CARGO_MANIFEST_DIR")).join("../target/tools/dovecot");
    let home = fs::canonicalize(home).ok().filter(|home| home.join("complete").is_file());
    home.expect("dovecot is not there; `cargo xtask mail-server` fetches it")
}

/// Begins a program, which is named next, in a view of the folders in which dovecot is installed.
fn installed() -> Command {
    let mut command = Command::new("unshare");
    match getuid().is_root() {
        true => command.args(["--mount"]),
        // Who may not mount may do so in a view of their own, and stays who they are.
        false => command.args(["--user", "--map-current-user", "--keep-caps", "--mount"]),
    };
    let mount = "mount -t overlay overlay -o \"lowerdir=$1/usr:/usr\" /usr && shift && exec \"$@\"";
    command.args(["sh", "-c", mount, "sh"]).arg(unpacked());
    if getuid().is_root() {
        command.args(["setpriv", "--clear-groups"]);
        command.args([format!("--reuid={NOBODY}"), format!("--regid={NOBODY}")]);
    }
    command
}

/// Starts it on a port with one mailbox, which lies in the folder. With a certificate and its key nobody signs in before
/// the connection is encrypted.
pub fn start(port: u16, tls: Option<(&Path, &Path)>) -> (Child, TempDir) {
    let home = tempfile::tempdir().unwrap();
    for folder in ["run", "state", "mail"] {
        fs::create_dir(home.path().join(folder)).unwrap();
    }
    if let Some((cert, key)) = tls {
        fs::copy(cert, home.path().join("cert.pem")).unwrap();
        fs::copy(key, home.path().join("key.pem")).unwrap();
    }
    fs::write(home.path().join("users"), format!("{USER}:{PASSWORD}\n")).unwrap();
    fs::write(home.path().join("conf"), settings(home.path(), port, tls.is_some())).unwrap();
    if getuid().is_root() {
        let files = fs::read_dir(home.path()).unwrap().map(|entry| entry.unwrap().path());
        for path in files.chain([home.path().to_owned()]) {
            chown(path, Some(NOBODY), Some(NOBODY)).unwrap();
        }
    }
    let child = installed()
        .args(["/usr/sbin/dovecot", "-F", "-c"])
        .arg(home.path().join("conf"))
        .stdin(Stdio::null())
        .stdout(Stdio::null())
        .stderr(Stdio::null())
        .spawn()
        .unwrap();
    (child, home)
}

/// Asks it to end, with the processes it has for its connections.
pub fn end(child: &Child) {
    let _gone = kill_process(Pid::from_child(child), Signal::TERM);
}

/// The name of whoever it runs as: `-un`, or of their group: `-gn`.
fn name(which: &str, of_root: &str) -> String {
    let said = Command::new("id").arg(which).output().unwrap();
    let name = String::from_utf8(said.stdout).unwrap().trim().to_owned();
    if getuid().is_root() { of_root.into() } else { name }
}

/// As dovecot 2.3 reads them.
fn settings(home: &Path, port: u16, encrypted: bool) -> String {
    let (home, user, group) = (home.display(), name("-un", "nobody"), name("-gn", "nogroup"));
    let ssl = match encrypted {
        true => format!("ssl = required\nssl_cert = <{home}/cert.pem\nssl_key = <{home}/key.pem"),
        false => "ssl = no".to_owned(),
    };
    format!(
        "base_dir = {home}/run
state_dir = {home}/state
log_path = {home}/log
protocols = imap
listen = 127.0.0.1
{ssl}
disable_plaintext_auth = no
auth_failure_delay = 0
first_valid_uid = 1
mail_location = maildir:{home}/mail
default_internal_user = {user}
default_login_user = {user}
default_internal_group = {group}
passdb {{
  driver = passwd-file
  args = scheme=PLAIN {home}/users
}}
userdb {{
  driver = static
  args = uid={user} gid={group} home={home}
}}
service imap-login {{
  chroot =
  inet_listener imap {{
    port = {port}
  }}
  inet_listener imaps {{
    port = 0
  }}
}}
service anvil {{
  chroot =
  unix_listener anvil-auth-penalty {{
    mode = 0
  }}
}}
"
    )
}
