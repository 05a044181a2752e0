//! What is not new in a mail: what was quoted below or above, the lines that introduce it, signatures.
//!
//! Invariant: answers between quoted lines stay with those lines; only what stands in one piece at the end (or, where
//! nothing is before it, at the beginning) goes.

/// Lines an introduction may be broken into.
const BROKEN: usize = 4;
/// Longest introduction, in bytes.
const LONGEST: usize = 400;

/// How quotations begin, and how those lines end, in small letters.
const INTRODUCTIONS: [(&str, &[&str]); 10] = [
    ("on ", &["wrote:"]),
    ("am ", &["schrieb:", ":"]),
    ("le ", &["a écrit :", "a écrit:", "écrit :"]),
    ("el ", &["escribió:"]),
    ("em ", &["escreveu:"]),
    ("il ", &["ha scritto:"]),
    ("op ", &["schreef:", "het volgende geschreven:"]),
    ("den ", &["skrev:"]),
    ("w dniu ", &["napisał:", "napisał(a):", "pisze:"]),
    ("dne ", &["napsal:", "napsal(a):"]),
];
/// Lines that mean: below is the mail that is answered.
const DIVIDERS: [&str; 14] = [
    "original message",
    "original appointment",
    "ursprüngliche nachricht",
    "originalnachricht",
    "weitergeleitete nachricht",
    "message d'origine",
    "message d’origine",
    "message original",
    "mensaje original",
    "messaggio originale",
    "mensagem original",
    "oorspronkelijk bericht",
    "forwarded message",
    "reply message",
];
/// The fields Outlook repeats: of whom, when, to whom.
const OF: [&str; 6] = ["from:", "von:", "de :", "de:", "da:", "van:"];
const WHEN: [&str; 9] =
    ["sent:", "date:", "gesendet:", "datum:", "envoyé :", "envoyé:", "date :", "enviado:", "inviato:"];
const TO: [&str; 7] = ["to:", "an:", "à :", "à:", "para:", "a:", "aan:"];
/// What phones and programs say of themselves.
const PROGRAMS: [&str; 19] = [
    "sent from my ",
    "sent from outlook",
    "sent from mail for",
    "sent from yahoo",
    "sent via ",
    "get outlook for",
    "von meinem ",
    "gesendet von ",
    "diese nachricht wurde von meinem",
    "outlook für ",
    "holen sie sich outlook",
    "envoyé de mon ",
    "envoyé depuis ",
    "télécharger outlook",
    "obtenir outlook",
    "enviado desde mi ",
    "inviato da ",
    "verzonden vanaf ",
    "sent with ",
];

/// What is new in a text.
pub fn cut(text: &str) -> String {
    let lines: Vec<&str> = text.lines().collect();
    let lines = signature(&lines);
    let lines = quotation(lines);
    let lines = quoted_end(&lines);
    program(lines).join("\n").trim().to_owned()
}

fn is_quoted(line: &str) -> bool {
    line.trim_start().starts_with('>')
}

fn is_empty(line: &&str) -> bool {
    line.trim().is_empty()
}

/// Everything before the line that begins a signature, where what follows is short enough to be one.
fn signature<'l, 't>(lines: &'l [&'t str]) -> &'l [&'t str] {
    const LINES: usize = 15;
    let begins = |line: &&str| matches!(line.trim_end_matches('\r'), "-- " | "--" | "—" | "__");
    // One that stands over what is quoted ends there as well.
    match lines.iter().position(begins) {
        Some(at) => {
            let after = lines.get(at + 1..).unwrap_or_default();
            let own = after
                .iter()
                .position(|line| is_quoted(line) || divides(line) || introduces(after, line))
                .unwrap_or(after.len());
            if own <= LINES { lines.get(..at).unwrap_or(lines) } else { lines }
        }
        None => lines,
    }
}

fn introduces(lines: &[&str], line: &str) -> bool {
    let at = lines.iter().position(|other| std::ptr::eq(*other, line));
    at.and_then(|at| introduction(lines.get(at..)?)).is_some()
}

fn divides(line: &str) -> bool {
    let bare = line.trim().trim_matches(['-', '_', '*', ' ', '=', ':']).to_lowercase();
    let ruled = line.trim().starts_with(['-', '_', '*', '=']);
    ruled && DIVIDERS.contains(&bare.as_str())
}

/// How many lines introduce a quotation, if these do.
fn introduction(lines: &[&str]) -> Option<usize> {
    let first = lines.first()?.trim().to_lowercase();
    let (_, ends) = INTRODUCTIONS.iter().find(|(begins, _)| first.starts_with(begins))?;
    let mut joined = String::new();
    for (count, line) in lines.iter().take(BROKEN).enumerate() {
        joined.push_str(line.trim());
        joined.push(' ');
        if line.trim().is_empty() || joined.len() > LONGEST {
            return None;
        }
        let so_far = joined.trim_end().to_lowercase();
        let german = first.starts_with("am ") && !so_far.contains("schrieb");
        if !german && ends.iter().any(|end| so_far.ends_with(end)) {
            return Some(count + 1);
        }
    }
    None
}

/// How many lines of Outlook's fields stand here, if they do.
fn fields(lines: &[&str]) -> Option<usize> {
    let begins = |line: &&str, words: &[&str]| {
        let line = line.trim().trim_start_matches('*').to_lowercase();
        words.iter().any(|word| line.starts_with(word) || line.starts_with(&word.replace(':', ":*")))
    };
    let near = lines.get(..lines.len().min(6))?;
    let all = begins(near.first()?, &OF)
        && near.iter().any(|line| begins(line, &WHEN))
        && near.iter().any(|line| begins(line, &TO));
    all.then(|| near.iter().position(is_empty).unwrap_or(near.len()))
}

/// Cuts at the first line after which another mail stands.
fn quotation<'t>(lines: &[&'t str]) -> Vec<&'t str> {
    for at in 0..lines.len() {
        let rest = lines.get(at..).unwrap_or_default();
        let Some(line) = rest.first() else { break };
        let before = lines.get(..at).unwrap_or_default();
        let blank = before.iter().all(is_empty);
        if let Some(count) = introduction(rest) {
            let after = rest.get(count..).unwrap_or_default();
            let first = after.iter().find(|line| !is_empty(line));
            if !first.is_some_and(|line| is_quoted(line)) {
                return before.to_vec();
            }
            let quoted = after.iter().position(|line| !is_empty(line) && !is_quoted(line));
            match quoted {
                // Nothing but quoted lines follow.
                None => return before.to_vec(),
                // The answer stands below.
                Some(end) if blank => {
                    let below = after.get(end..).unwrap_or_default();
                    return if below.iter().any(|line| is_quoted(line)) { after.to_vec() } else { below.to_vec() };
                }
                Some(_) => {}
            }
        } else if divides(line) || fields(rest).is_some() || is_rule_before_fields(rest) {
            return before.to_vec();
        }
    }
    lines.to_vec()
}

/// Outlook draws a line over its fields.
fn is_rule_before_fields(lines: &[&str]) -> bool {
    let rule =
        lines.first().is_some_and(|line| line.trim().len() > 5 && line.trim().chars().all(|c| c == '_' || c == '-'));
    let after = lines.iter().skip(1).position(|line| !is_empty(line)).map(|at| at + 1);
    rule && after.and_then(|at| lines.get(at..)).is_some_and(|rest| fields(rest).is_some())
}

/// Without quoted lines at the end.
fn quoted_end<'l, 't>(lines: &'l [&'t str]) -> &'l [&'t str] {
    let end = lines.iter().rposition(|line| !is_empty(line) && !is_quoted(line)).map_or(0, |at| at + 1);
    lines.get(..end).unwrap_or(lines)
}

/// Without what the program says of itself in the last line.
fn program<'l, 't>(lines: &'l [&'t str]) -> &'l [&'t str] {
    let Some(last) = lines.iter().rposition(|line| !is_empty(line)) else { return lines };
    let line = lines.get(last).map(|line| line.trim().to_lowercase()).unwrap_or_default();
    let bare = line.trim_start_matches(['*', '_', '<']);
    let says = line.chars().count() < 120 && PROGRAMS.iter().any(|words| bare.starts_with(words));
    let german = bare.starts_with("von meinem ");
    if says && (!german || bare.contains("gesendet")) { lines.get(..last).unwrap_or(lines) } else { lines }
}
