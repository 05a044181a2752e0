//! Documents of other programs, where `GUILDHALL_SAMPLES` names a folder of them.

use crate::{attach, hits, one, real, search, settled, text};
use guildhall::files::{facts, store};
use serde_json::Value;
use std::path::PathBuf;

/// What reading a sample comes to.
enum Comes {
    /// To these words, whatever blanks stand between them.
    Words(&'static str),
    /// To nothing, for this reason.
    Nothing(&'static str),
    /// To one or the other: how much of it is right is a question of the format, not of the product.
    Either(&'static str, &'static str),
}

use Comes::{Either, Nothing, Words};

/// The documents of the samples that are known: what they are, and what reading them comes to.
const SAMPLES: [(&str, &str, Comes); 16] = [
    ("testEXCEL-formats.xlsx", "xlsx", Words("Fraction")),
    ("testEXCEL.xlsx", "xlsx", Words("Numbers and their Squares")),
    ("testFooter.ods", "ods", Words("Data 4")),
    ("testJournalParser.pdf", "pdf", Words("Microrobots")),
    ("testMasterFooter.odp", "odp", Words("Master footer is here")),
    ("testODFwithOOo3.odt", "odt", Words("Tika is part of the Lucene project")),
    // Its first bytes are those of a text, whatever its name says.
    ("testODTnotaZipFile.odt", "text", Words("This is not a zip file!")),
    ("testPDF.pdf", "pdf", Words("Apache Tika")),
    ("testPDFVarious.pdf", "pdf", Words("Number bullet 1")),
    ("testPDF_bad_page_303226.pdf", "pdf", Either("Drug Enforcement", "broken")),
    // Sealed against changes only, with an empty password.
    ("testPDF_protected.pdf", "pdf", Either("FINANCIAL NETWORK", "protected")),
    ("testPPT.pptx", "pptx", Words("Different words to test against")),
    ("testPPT_various.pptx", "pptx", Words("Here is a text box")),
    ("testWORD.docx", "docx", Words("Sample Word Document")),
    ("testWORD_truncated.docx", "docx", Nothing("broken")),
    ("testWORD_various.docx", "docx", Words("Here is a numbered list")),
];

impl Comes {
    fn is_so(&self, file: &Value, words: &str) -> bool {
        let close = |text: &str| text.split_whitespace().collect::<String>().to_lowercase();
        let read = |expected: &str| file["text"] == "read" && close(words).contains(&close(expected));
        let unread = |problem: &str| file["text"] == "unreadable" && file["problem"] == problem;
        match self {
            Words(expected) => read(expected),
            Nothing(problem) => unread(problem),
            Either(expected, problem) => read(expected) || unread(problem),
        }
    }
}

/// Documents of other programs, where a folder of them is at hand: every one is attached and comes out as it went
/// in, and is read or says why not. Those that are known are what they are, with the words they hold.
#[test]
fn samples_of_other_programs_are_read_or_say_why_not() {
    let Some(samples) = std::env::var_os("GUILDHALL_SAMPLES").map(PathBuf::from) else {
        println!("GUILDHALL_SAMPLES is not set: no sample documents were tried");
        return;
    };
    let (server, owner, task, runner) = real();
    let mut files: Vec<PathBuf> =
        std::fs::read_dir(samples.join("documents")).unwrap().flatten().map(|file| file.path()).collect();
    files.retain(|path| path.is_file());
    files.sort();
    assert!(!files.is_empty());
    let attached: Vec<(PathBuf, String)> = files
        .into_iter()
        .map(|path| {
            let id = attach(&owner, &task, path.file_name().unwrap().to_str().unwrap(), &std::fs::read(&path).unwrap());
            (path, id)
        })
        .collect();
    settled(&server);
    let snapshot = server.app.store().snapshot().unwrap();
    let mut wrong = Vec::new();
    for (path, id) in &attached {
        let file = one(&owner, &task, id);
        let words = store::get(snapshot.read(), id.parse().unwrap()).unwrap().unwrap();
        let words = facts::text(snapshot.read(), &words).unwrap().unwrap_or_default();
        let begin: String = words.chars().take(60).collect();
        println!(
            "{:40} {:6} {:10} {:9} {:7} {begin:?}",
            text(&file, "name"),
            text(&file, "kind"),
            text(&file, "text"),
            file["problem"],
            words.len()
        );
        assert!(owner.send_raw("GET", &format!("/api/v1/files/{id}"), None).bytes == std::fs::read(path).unwrap());
        assert_ne!(text(&file, "text"), "reading");
        let known = SAMPLES.iter().find(|(name, ..)| *name == text(&file, "name"));
        if known.is_some_and(|(_, kind, comes)| text(&file, "kind") != *kind || !comes.is_so(&file, &words)) {
            wrong.push(text(&file, "name").to_owned());
        }
        let name = path.file_stem().unwrap().to_str().unwrap();
        assert!(hits(&search(&owner, name)).contains(&("file", id)), "{name} is found by its name");
    }
    assert!(wrong.is_empty(), "not what they are known to be: {wrong:?}");
    drop(snapshot);
    runner.stop();
}
