//! Tables: the names of the sheets, then the cells row by row, as they are stored. How a cell is shown (a date, a
//! currency) is left out; words and numbers are what is looked for.

use crate::{
    Unreadable,
    office::numbered,
    pack::Pack,
    sink::Sink,
    xml::{Met, walk},
};

/// Most bytes of texts that cells share.
const MOST_SHARED: usize = 64 << 20;

pub(crate) fn read(bytes: &[u8], sink: &mut Sink) -> Result<(), Unreadable> {
    let mut pack = Pack::open(bytes)?;
    let names = pack.part("xl/workbook.xml", |part| {
        walk(part, |met| {
            if let Met::Open("sheet", attribute) = met
                && let Some(name) = attribute("name")
            {
                sink.text(&name);
                sink.line();
            }
            true
        })
    })?;
    names.ok_or(Unreadable::Broken)?;
    let shared = pack.part("xl/sharedStrings.xml", shared)?.unwrap_or_default();
    for name in numbered(&pack, "xl/worksheets/sheet") {
        pack.part(&name, |part| cells(part, &shared, sink))?;
    }
    for name in numbered(&pack, "xl/comments") {
        pack.part(&name, |part| notes(part, sink))?;
    }
    Ok(())
}

/// The texts that cells name by their position.
fn shared(part: &mut dyn std::io::BufRead) -> Result<Vec<String>, Unreadable> {
    let (mut texts, mut bytes, mut inside, mut spoken) = (Vec::<String>::new(), 0, false, false);
    walk(part, |met| {
        match met {
            Met::Open("si", _) => texts.push(String::new()),
            Met::Open("t", _) => inside = true,
            Met::Close("t") => inside = false,
            // How a word is spoken is not what stands there.
            Met::Open("rPh", _) => spoken = true,
            Met::Close("rPh") => spoken = false,
            Met::Text(text) if inside && !spoken => {
                bytes += text.len();
                if let Some(last) = texts.last_mut() {
                    last.push_str(text);
                }
            }
            _ => {}
        }
        bytes <= MOST_SHARED
    })?;
    if bytes > MOST_SHARED { Err(Unreadable::TooLarge) } else { Ok(texts) }
}

fn cells(part: &mut dyn std::io::BufRead, texts: &[String], sink: &mut Sink) -> Result<(), Unreadable> {
    let (mut kind, mut value, mut inside) = (String::new(), String::new(), false);
    walk(part, |met| {
        match met {
            Met::Open("c", attribute) => {
                kind = attribute("t").unwrap_or_default();
                value.clear();
            }
            Met::Open("v" | "t", _) => inside = true,
            Met::Close("v" | "t") => inside = false,
            Met::Text(text) if inside => value.push_str(text),
            Met::Close("c") => {
                let text = value.parse::<usize>().ok().filter(|_| kind == "s").and_then(|at| texts.get(at));
                sink.text(text.unwrap_or(&value));
                sink.blank();
            }
            Met::Close("row") => sink.line(),
            Met::Open("oddHeader" | "oddFooter", _) => inside = true,
            Met::Close("oddHeader" | "oddFooter") => {
                inside = false;
                sink.text(&std::mem::take(&mut value));
                sink.line();
            }
            _ => {}
        }
        !sink.is_full()
    })?;
    sink.line();
    Ok(())
}

fn notes(part: &mut dyn std::io::BufRead, sink: &mut Sink) -> Result<(), Unreadable> {
    let mut inside = false;
    walk(part, |met| {
        match met {
            Met::Open("t", _) => inside = true,
            Met::Close("t") => inside = false,
            Met::Close("comment") => sink.line(),
            Met::Text(text) if inside => sink.text(text),
            _ => {}
        }
        !sink.is_full()
    })
}
