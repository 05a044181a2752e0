//! What can be typed.

use super::Failure;
use crate::config::{Settings, Sources};
use clap::{Args, Parser, Subcommand};
use clap_complete::Shell;
use std::{
    collections::BTreeMap,
    path::{Path, PathBuf},
};

/// Work management for small businesses in one executable.
#[derive(Debug, Parser)]
#[command(name = "guildhall", version, about, max_term_width = 100)]
pub struct Cli {
    #[command(flatten)]
    pub common: Common,
    #[command(subcommand)]
    pub command: Command,
}

/// What every command knows.
#[derive(Debug, Args)]
pub struct Common {
    /// The data file [default: guildhall.redb]
    #[arg(long, global = true, value_name = "FILE")]
    pub data: Option<PathBuf>,
    /// The settings file [default: guildhall.conf beside the data, then /etc/guildhall.conf]
    #[arg(long, global = true, value_name = "FILE")]
    pub config: Option<PathBuf>,
    /// Answer as JSON, for programs
    #[arg(long, global = true)]
    pub json: bool,
}

/// Settings of the server. Each is also a variable (--public-url: GUILDHALL_PUBLIC_URL) and a line of
/// the settings file (public_url=…).
#[derive(Debug, Default, Args)]
pub struct ServeFlags {
    /// Where to listen; port 0 takes a free one [default: 127.0.0.1:8080]
    #[arg(long, value_name = "ADDRESS")]
    listen: Option<String>,
    /// The address people use, such as https://guild.example.com
    #[arg(long, value_name = "URL")]
    public_url: Option<String>,
    /// Certificate (PEM); read again on SIGHUP
    #[arg(long, value_name = "FILE")]
    tls_cert: Option<String>,
    /// Key of the certificate (PEM)
    #[arg(long, value_name = "FILE")]
    tls_key: Option<String>,
    /// Addresses of proxies whose Forwarded headers are believed
    #[arg(long, value_name = "IP", value_delimiter = ',')]
    trusted_proxy: Vec<String>,
    /// Where backups go [default: <data>.backups]
    #[arg(long, value_name = "FOLDER")]
    backup_dir: Option<String>,
    /// The mail server; its password is GUILDHALL_SMTP_PASSWORD or GUILDHALL_SMTP_PASSWORD_FILE
    #[arg(long, value_name = "NAME")]
    smtp_host: Option<String>,
    /// Its port [default: 587, or 465 with --smtp-security tls]
    #[arg(long, value_name = "PORT")]
    smtp_port: Option<String>,
    /// How the way there is protected: starttls, tls or none [default: starttls]
    #[arg(long, value_name = "HOW")]
    smtp_security: Option<String>,
    /// Who signs in there
    #[arg(long, value_name = "NAME")]
    smtp_user: Option<String>,
    /// The address mail is sent from
    #[arg(long, value_name = "ADDRESS")]
    smtp_from: Option<String>,
    /// Where to take in mail of other servers, such as 0.0.0.0:25 [default: nowhere]
    #[arg(long, value_name = "ADDRESS")]
    mail_listen: Option<String>,
    /// Certificates (PEM) by which mail servers and mailboxes are believed, beside those of the system
    #[arg(long, value_name = "FILE")]
    mail_ca: Option<String>,
    /// How much to write to standard error: error, warn, info, debug [default: info]
    #[arg(long, value_name = "LEVEL")]
    log: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum Command {
    /// Serve the page and the API
    Serve(ServeFlags),
    /// Write a self-contained copy of everything
    Backup {
        /// A file that does not exist yet
        file: PathBuf,
    },
    /// Go back to a backup; shows what would change and asks first
    Restore {
        /// The backup
        file: PathBuf,
        /// Do not ask
        #[arg(long)]
        yes: bool,
    },
    /// Check every stored byte of the data, or of another file
    Verify {
        /// A backup instead of the data
        file: Option<PathBuf>,
    },
    /// Say how the data file is and where it lies
    Doctor,
    /// Build the search index anew
    Reindex,
    /// Make an owner; the first one begins the organization
    Owner {
        #[command(subcommand)]
        command: OwnerCommand,
    },
    /// People: list, deactivate, reset a password
    Person {
        #[command(subcommand)]
        command: PersonCommand,
    },
    /// API tokens
    Token {
        #[command(subcommand)]
        command: TokenCommand,
    },
    /// Bring work in from a file, as the owner
    Import {
        /// trello or csv
        kind: String,
        /// The file
        file: PathBuf,
        /// Name of the space: one there is, or a new one
        #[arg(long)]
        space: String,
        /// Say what would come, and change nothing
        #[arg(long)]
        dry_run: bool,
    },
    /// Fill an empty file with a small company to look around in
    Demo {
        /// File with the password everybody gets; without it one is made and printed
        #[arg(long)]
        password_file: Option<PathBuf>,
    },
    /// The settings in force
    Config {
        #[command(subcommand)]
        command: ConfigCommand,
    },
    /// Ask a server whether it is well
    Healthcheck {
        /// Its address [default: from the settings]
        #[arg(long)]
        url: Option<String>,
    },
    /// The description of the API (OpenAPI 3.1)
    Openapi,
    /// Reads standard input as a document; the server runs it for what people attach
    #[command(hide = true)]
    Extract {
        /// What it is
        kind: String,
    },
    /// Completions for a shell
    Completions {
        /// bash, zsh, fish, elvish or powershell
        shell: Shell,
    },
}

#[derive(Debug, Subcommand)]
pub enum ConfigCommand {
    /// Every setting with where it came from
    Show(ServeFlags),
}

#[derive(Debug, Subcommand)]
pub enum OwnerCommand {
    /// Make an owner
    Create(OwnerCreate),
}

#[derive(Debug, Args)]
pub struct OwnerCreate {
    /// Address to sign in with
    #[arg(long)]
    pub email: String,
    /// Full name
    #[arg(long)]
    pub name: String,
    /// File with the password, - for standard input; or GUILDHALL_PASSWORD_FILE or GUILDHALL_PASSWORD
    #[arg(long, value_name = "FILE")]
    pub password_file: Option<PathBuf>,
    /// Name of the organization, when there is none yet
    #[arg(long)]
    pub organization: Option<String>,
    /// Time zone of the organization [default: that of this machine]
    #[arg(long, value_name = "ZONE")]
    pub time_zone: Option<String>,
}

#[derive(Debug, Subcommand)]
pub enum PersonCommand {
    /// Everybody
    List,
    /// Close an account: every way in ends at once
    Deactivate {
        /// Address of the person
        email: String,
        /// Who takes what they hold; unless told, tasks are nobody's and the rest goes to whoever is proposed
        #[arg(long, value_name = "EMAIL")]
        hand_over_to: Option<String>,
    },
    /// Print a link with which the person sets a new password, or set one
    ResetPassword {
        /// Address of the person
        email: String,
        /// File with the new password, - for standard input
        #[arg(long, value_name = "FILE")]
        password_file: Option<PathBuf>,
    },
}

#[derive(Debug, Subcommand)]
pub enum TokenCommand {
    /// Make a token; it is the last word printed
    Create {
        /// Address of the person whose rights it carries
        #[arg(long, value_name = "EMAIL")]
        person: String,
        /// What it is for
        #[arg(long, default_value = "Command line")]
        name: String,
        /// read, write, admin, files
        #[arg(long, value_delimiter = ',', default_value = "read,write")]
        scope: Vec<String>,
        /// Days until it ends; never unless told
        #[arg(long, value_name = "DAYS")]
        expires_in: Option<u32>,
    },
}

impl Common {
    /// The settings, with the flags of a command over them.
    pub fn settings(&self, flags: &ServeFlags) -> Result<Settings, Failure> {
        let proxies = (!flags.trusted_proxy.is_empty()).then(|| flags.trusted_proxy.join(","));
        let given = [
            ("data", self.data.as_ref().map(|path| path.display().to_string())),
            ("listen", flags.listen.clone()),
            ("public_url", flags.public_url.clone()),
            ("tls_cert", flags.tls_cert.clone()),
            ("tls_key", flags.tls_key.clone()),
            ("trusted_proxy", proxies),
            ("backup_dir", flags.backup_dir.clone()),
            ("smtp_host", flags.smtp_host.clone()),
            ("smtp_port", flags.smtp_port.clone()),
            ("smtp_security", flags.smtp_security.clone()),
            ("smtp_user", flags.smtp_user.clone()),
            ("smtp_from", flags.smtp_from.clone()),
            ("mail_listen", flags.mail_listen.clone()),
            ("mail_ca", flags.mail_ca.clone()),
            ("log", flags.log.clone()),
        ];
        let flags: BTreeMap<_, _> = given.into_iter().filter_map(|(name, value)| Some((name, value?))).collect();
        let environment = |name: &str| std::env::var(name).ok();
        let machine = Path::new("/etc/guildhall.conf");
        let sources = Sources { flags, config: self.config.clone(), environment: &environment, machine };
        sources.gather().map_err(Failure::Usage)
    }
}
