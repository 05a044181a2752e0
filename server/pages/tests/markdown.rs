//! Markdown: what is written is read the same, and whatever is read is a page.
#![allow(clippy::unwrap_used, clippy::panic, clippy::indexing_slicing, reason = "a test fails by panicking")]

mod common;

use common::{Dice, doc};
use guildhall_pages::{Mark, Node, known, markdown};

fn same(tree: &Node) {
    let text = markdown::write(tree);
    assert_eq!(&markdown::read(&text), tree, "written as:\n{text}");
}

/// Words that Markdown could take for something else.
fn words(dice: &mut Dice) -> String {
    const PIECES: [&str; 40] = [
        "bread",
        "flour and water",
        " ",
        "*",
        "**",
        "_",
        "a_b",
        "`",
        "``",
        "[",
        "](x)",
        "<b>",
        "&amp;",
        "&",
        "#",
        "# ",
        "1. ",
        "- ",
        "+",
        "> ",
        "|",
        "~",
        "~~",
        "!",
        "\\",
        "🎉",
        "ü",
        "日本語",
        "http://x.de",
        ":",
        "=",
        "---",
        "(",
        ")",
        ".",
        "2)",
        "<!-- -->",
        "  ",
        "$",
        "^",
    ];
    let count = 1 + dice.below(5);
    (0..count).map(|_| PIECES[dice.below(PIECES.len())]).collect()
}

fn line(dice: &mut Dice) -> Vec<Node> {
    let mut nodes: Vec<Node> = Vec::new();
    for _ in 0..1 + dice.below(4) {
        let node = match dice.below(8) {
            0 => Node::new("mention").set("kind", "person").set("id", "0198").set("label", words(dice)),
            1 => Node::new("itemChip").set("id", "0199").set("label", words(dice)),
            2 if nodes.last().is_some_and(|last| last.is("text")) => Node::new("hardBreak"),
            _ => {
                let mut marks: Vec<Mark> = ["bold", "italic", "strike", "underline", "highlight", "code"]
                    .iter()
                    .filter(|_| dice.one_in(5))
                    .map(|kind| Mark::new(kind))
                    .collect();
                if dice.one_in(6) {
                    marks.insert(0, Mark::link("https://example.org/a?b=1&c=(2)"));
                }
                Node::text(&words(dice), &marks)
            }
        };
        match nodes.last_mut() {
            Some(last) if last.is("text") && node.is("text") && last.marks == node.marks => {
                last.text.push_str(&node.text)
            }
            _ => nodes.push(node),
        }
    }
    nodes
}

fn paragraph(dice: &mut Dice) -> Node {
    Node::new("paragraph").with(line(dice))
}

fn blocks(dice: &mut Dice, depth: usize) -> Vec<Node> {
    (0..1 + dice.below(4)).map(|_| block(dice, depth)).collect()
}

fn block(dice: &mut Dice, depth: usize) -> Node {
    let item = |dice: &mut Dice, kind: &str| {
        let mut content = vec![paragraph(dice)];
        if depth < 2 && dice.one_in(3) {
            content.extend(blocks(dice, depth + 1));
        }
        Node::new(kind).with(content)
    };
    match dice.below(if depth < 3 { 14 } else { 4 }) {
        0..=3 => paragraph(dice),
        4 => Node::new("heading").set("level", 1 + dice.below(4) as u64).with(line(dice)),
        5 => Node::new("bulletList").with((0..1 + dice.below(3)).map(|_| item(dice, "listItem")).collect()),
        6 => Node::new("orderedList").set("start", 7u64).with((0..2).map(|_| item(dice, "listItem")).collect()),
        7 => {
            let tasks = (0..1 + dice.below(3)).map(|_| {
                let done = dice.one_in(2);
                item(dice, "taskItem").set("checked", done)
            });
            Node::new("taskList").with(tasks.collect())
        }
        8 => Node::new("blockquote").with(blocks(dice, depth + 1)),
        9 => Node::new("callout")
            .set("kind", ["note", "tip", "warning", "important"][dice.below(4)])
            .with(blocks(dice, depth + 1)),
        10 => {
            let code = format!("{}\n  {}", words(dice), words(dice));
            Node::new("codeBlock").set("language", "rust").with(vec![Node::text(&code, &[])])
        }
        11 => Node::new("horizontalRule"),
        12 => table(dice),
        _ => match dice.below(4) {
            0 => Node::new("image").set("file", "0198").set("alt", words(dice).trim()).set("width", 300u64),
            1 => Node::new("fileBlock").set("file", "0198").set("name", "price list.pdf"),
            2 => Node::new("tableOfContents"),
            _ => Node::new("taskView").set("filter", "{\"assignee\":\"me\"}").set("title", words(dice)),
        },
    }
}

fn table(dice: &mut Dice) -> Node {
    let has_head = dice.one_in(2);
    let row = |dice: &mut Dice, kind: &str| {
        let cells = (0..2).map(|_| Node::new(kind).with(vec![paragraph(dice)]));
        Node::new("tableRow").with(cells.collect())
    };
    let mut rows = Vec::new();
    if has_head {
        rows.push(row(dice, "tableHeader"));
    }
    rows.extend((0..2).map(|_| row(dice, "tableCell")));
    Node::new("table").with(rows)
}

#[test]
fn random_pages_are_read_as_they_were_written() {
    let seeds = if std::env::var_os("GUILDHALL_LONG").is_some() { 200_000 } else { 3_000 };
    for seed in 0..seeds {
        let mut dice = Dice(seed);
        let tree = known(Node::new("doc").with(blocks(&mut dice, 0)));
        let text = markdown::write(&tree);
        let read = markdown::read(&text);
        assert_eq!(read, tree, "seed {seed}, written as:\n{text}\n{}", text.escape_debug());
    }
}

#[test]
fn what_people_write_becomes_what_they_mean() {
    let text = "# Opening\n\nMix **well**, then [read](https://example.org).\n\n- [x] flour\n- [ ] water\n\n> [!WARNING]\n> Hot!\n\n\
        | A | B |\n| --- | --- |\n| 1 | 2<br>3 |\n\n```sh\nls\n```\n\n![oven](guildhall:file/12)\n\n[[toc]]\n\n\
        Ask [@Ana](guildhall:person/7) about [Boiler](guildhall:item/9).\n";
    let tree = markdown::read(text);
    let kinds: Vec<&str> = tree.content.iter().map(|node| node.kind.as_str()).collect();
    assert_eq!(
        kinds,
        ["heading", "paragraph", "taskList", "callout", "table", "codeBlock", "image", "tableOfContents", "paragraph"]
    );
    assert_eq!(markdown::write(&tree), text);
    same(&tree);
}

#[test]
fn html_and_wild_links_in_it_stay_text() {
    let tree = markdown::read("<script>alert(1)</script>\n\n[x](javascript:alert(1)) <u>y</u> <img src=x onerror=a>\n");
    assert_eq!(tree.words(), "<script>alert(1)</script>\nx y <img src=x onerror=a>");
    let links = tree.to_json().to_string();
    assert!(!links.contains("javascript"), "{links}");
}

#[test]
fn what_nobody_would_write_is_a_page_too() {
    for text in [
        ">".repeat(100_000),
        "- ".repeat(50_000),
        "[".repeat(100_000),
        "*a ".repeat(50_000),
        "<u>".repeat(20_000),
        "|a".repeat(20_000) + "\n" + &"|-".repeat(20_000),
        "\0\u{1}\u{7f}".into(),
    ] {
        let tree = markdown::read(&text);
        markdown::read(&markdown::write(&tree));
    }
    let mut dice = Dice(1);
    for _ in 0..3_000 {
        let text: String = (0..dice.below(80))
            .map(|_| ["\n", "> ", "- ", "*", "`", "|", "a", "<", "&", "[", "]", "(", " "][dice.below(13)])
            .collect();
        markdown::read(&text);
    }
    assert_eq!(markdown::read(""), doc(&[]));
}
