//! The bench: every figure beside a bare limit measured in the same run on the same machine, so that
//! ratios hold where seconds do not. Prints a table and writes JSON; exits non-zero on any error.
//!
//! `bench [--sizes 10000,100000] [--only create,list,view,live,search,start,backup,files,happened,extract,announcements,mails,page,pages,processes,rules,workload,caldav,plan]
//! [--quick] [--full] [--json FILE]`. With `--full` the people who write a page do it for two minutes. Where `GUILDHALL_SAMPLES` names a folder of documents of other programs, reading them is measured too.

mod announcements;
mod backup;
mod bare;
mod bare_copy;
mod caldav;
mod create;
mod disk;
mod engine;
mod extract;
mod files;
mod happened;
mod large;
mod list;
mod live;
mod mails;
mod page;
mod pages;
mod plan;
mod processes;
mod rules;
mod running;
mod search;
mod seed;
mod start;
mod table;
mod view;
mod wire;
mod workload;

use table::Table;

/// What is asked for.
pub struct Asked {
    sizes: Vec<usize>,
    only: Vec<String>,
    /// As long and as large as it is asked for.
    full: bool,
    json: Option<String>,
}

impl Asked {
    fn read() -> Asked {
        let mut asked = Asked { sizes: vec![10_000, 100_000], only: Vec::new(), full: false, json: None };
        let mut words = std::env::args().skip(1);
        while let Some(word) = words.next() {
            let mut value = || words.next().unwrap_or_default();
            match word.as_str() {
                "--sizes" => asked.sizes = value().split(',').filter_map(|size| size.parse().ok()).collect(),
                "--quick" => asked.sizes = vec![10_000],
                "--full" => (asked.sizes, asked.full) = (vec![10_000, 100_000, 1_000_000], true),
                "--only" => asked.only = value().split(',').map(str::to_owned).collect(),
                "--json" => asked.json = Some(value()),
                other => {
                    eprintln!("The bench does not know {other}.");
                    std::process::exit(2);
                }
            }
        }
        asked
    }

    fn wants(&self, part: &str) -> bool {
        self.only.is_empty() || self.only.iter().any(|only| only == part)
    }
}

fn main() {
    let words: Vec<String> = std::env::args().skip(1).collect();
    if let Some(("readers", rest)) = words.split_first().map(|(first, rest)| (first.as_str(), rest)) {
        return live::read(rest);
    }
    let asked = Asked::read();
    let mut table = Table::default();
    table.note("disk 4 KiB write and sync, p50", disk::sync_p50());
    // It does not depend on how much there is.
    if asked.wants("live") {
        live::measure(&mut table);
    }
    if asked.wants("rules") {
        rules::measure(&mut table);
    }
    if asked.wants("processes") {
        processes::measure(&mut table);
    }
    if asked.wants("workload") {
        workload::measure(&mut table);
    }
    if asked.wants("caldav") {
        caldav::measure(&mut table);
    }
    if asked.wants("plan") {
        plan::measure(&mut table);
    }
    if asked.wants("pages") {
        pages::measure(&mut table, asked.full);
    }
    if asked.wants("files") {
        large::measure(&mut table);
    }
    if asked.wants("announcements") {
        announcements::measure(&mut table);
    }
    if asked.wants("mails") {
        mails::measure(&mut table);
    }
    if asked.wants("extract") {
        extract::measure(&mut table);
    }
    // These make data of their own, in the sizes their figures are for.
    let own = [
        "page",
        "pages",
        "live",
        "announcements",
        "mails",
        "happened",
        "extract",
        "processes",
        "rules",
        "workload",
        "caldav",
        "plan",
    ];
    let alone = !asked.only.is_empty() && asked.only.iter().all(|part| own.contains(&part.as_str()));
    for size in asked.sizes.iter().filter(|_| !alone) {
        let seeded = seed::seed(*size);
        if asked.wants("create") {
            create::measure(&seeded, &mut table);
        }
        if asked.wants("list") {
            list::measure(&seeded, &mut table);
        }
        if asked.wants("view") {
            view::measure(&seeded, &mut table);
        }
        if asked.wants("search") {
            search::measure(&seeded, &mut table);
        }
        if asked.wants("backup") {
            backup::measure(&seeded, &mut table);
        }
        if asked.wants("files") {
            files::measure(&seeded, &mut table);
        }
        if asked.wants("start") {
            start::measure(seeded, &mut table);
        }
    }
    if asked.wants("happened") {
        happened::measure(&mut table);
    }
    if asked.wants("page") {
        page::measure(&mut table);
    }
    table.growth("durable task creation", Some(1.5), None);
    table.growth("list 50", Some(1.5), Some(1.5));
    table.growth("search over HTTP", Some(1.5), Some(3.0));
    table.print();
    if let Some(file) = asked.json {
        std::fs::write(file, table.json()).expect("the results can be written");
    }
    if table.failed() {
        std::process::exit(1);
    }
}
