//! Tables. Where a cell goes over several rows, the rows below say that it goes on.

use super::blocks::{Place, Writer};
use crate::node::Node;

/// Most columns a table of Word has.
const MOST: usize = 63;
/// Narrowest column.
const NARROW: u32 = 300;

/// A cell in its row.
enum Cell<'n> {
    /// One that begins here: what it is, how many columns and rows it goes over.
    Fresh(&'n Node, usize, u64),
    /// One from above that goes on.
    Below(usize),
    /// None: the row is shorter than others.
    Missing,
}

impl Writer<'_> {
    pub fn table(&mut self, table: &Node, place: Place) {
        let (rows, columns) = laid_out(table);
        let widths = widths(table, columns, place.width.saturating_sub(place.indent));
        self.xml.open("w:tbl", &[]).open("w:tblPr", &[]).value("w:tblStyle", "TableGrid");
        let all: u32 = widths.iter().sum();
        self.xml.empty("w:tblW", &[("w:w", &all.to_string()), ("w:type", "dxa")]);
        if place.indent > 0 {
            self.xml.empty("w:tblInd", &[("w:w", &place.indent.to_string()), ("w:type", "dxa")]);
        }
        self.xml.empty("w:tblLayout", &[("w:type", "fixed")]);
        self.xml.empty("w:tblLook", &[("w:val", "0420"), ("w:firstRow", "1"), ("w:noVBand", "1")]);
        self.xml.close("w:tblPr").open("w:tblGrid", &[]);
        for width in &widths {
            self.xml.empty("w:gridCol", &[("w:w", &width.to_string())]);
        }
        self.xml.close("w:tblGrid");
        let mut at_top = true;
        for row in rows {
            let head = row.iter().all(|cell| matches!(cell, Cell::Fresh(node, ..) if node.is("tableHeader")));
            at_top = at_top && head;
            self.xml.open("w:tr", &[]).open("w:trPr", &[]).empty("w:cantSplit", &[]);
            if at_top {
                self.xml.empty("w:tblHeader", &[]);
            }
            self.xml.close("w:trPr");
            let mut column = 0;
            for cell in row {
                column += self.cell(&cell, widths.get(column..).unwrap_or_default());
            }
            self.xml.close("w:tr");
        }
        self.xml.close("w:tbl");
    }

    /// Writes a cell; answers how many columns it takes.
    fn cell(&mut self, cell: &Cell<'_>, widths: &[u32]) -> usize {
        let (columns, merge) = match cell {
            Cell::Fresh(_, columns, rows) => (*columns, (*rows > 1).then_some("restart")),
            Cell::Below(columns) => (*columns, Some("continue")),
            Cell::Missing => (1, None),
        };
        let width: u32 = widths.iter().take(columns).sum();
        self.xml.open("w:tc", &[]).open("w:tcPr", &[]);
        self.xml.empty("w:tcW", &[("w:w", &width.to_string()), ("w:type", "dxa")]);
        if columns > 1 {
            self.xml.value("w:gridSpan", &columns.to_string());
        }
        if let Some(merge) = merge {
            self.xml.value("w:vMerge", merge);
        }
        if matches!(cell, Cell::Fresh(node, ..) if node.is("tableHeader")) {
            self.xml.empty("w:shd", &[("w:val", "clear"), ("w:color", "auto"), ("w:fill", "F0F1F4")]);
        }
        self.xml.close("w:tcPr");
        let content = if let Cell::Fresh(node, ..) = cell { node.content.as_slice() } else { &[] };
        let heading = matches!(cell, Cell::Fresh(node, ..) if node.is("tableHeader"));
        let style = if heading { "TableHeading" } else { "TableContents" };
        // What a cell has inside begins at its own edge.
        let inner = Place { width: width.saturating_sub(216), style: Some(style), ..Place::SHEET };
        self.blocks(content, inner);
        // A cell ends in a paragraph.
        if content.last().is_none_or(|last| last.is("table") || last.is("tableOfContents") || is_empty(last)) {
            self.paragraph(style, inner, |_| {});
        }
        self.xml.close("w:tc");
        columns
    }
}

/// A block that has blocks in it and ends with none of its own.
fn is_empty(node: &Node) -> bool {
    match node.kind.as_str() {
        "bulletList" | "orderedList" | "taskList" => node.content.is_empty(),
        "listItem" | "taskItem" | "blockquote" | "callout" => node.content.last().is_none_or(is_empty),
        "table" => true,
        _ => false,
    }
}

/// The rows with a cell at every place, and how many columns there are.
fn laid_out(table: &Node) -> (Vec<Vec<Cell<'_>>>, usize) {
    let mut rows = Vec::new();
    // Of each column: the rows a cell above still goes over, and its columns where it begins.
    let mut above: Vec<(u64, usize)> = Vec::new();
    let mut most = 1;
    for row in &table.content {
        let mut cells = Vec::new();
        let mut column = 0;
        let mut nodes = row.content.iter();
        loop {
            if let Some((left, columns)) = above.get_mut(column).filter(|(left, _)| *left > 0) {
                *left -= 1;
                cells.push(Cell::Below(*columns));
                column += *columns;
                continue;
            }
            let Some(node) = nodes.next().filter(|_| column < MOST) else { break };
            let free = above.iter().skip(column).take_while(|(left, _)| *left == 0).count();
            let room = if column + free < above.len() { free } else { MOST - column };
            let columns = usize::try_from(node.number("colspan", 1, 200)).unwrap_or(1).min(room.max(1));
            let down = node.number("rowspan", 1, 200);
            above.resize(above.len().max(column + columns), (0, 1));
            if let Some(begin) = above.get_mut(column) {
                *begin = (down - 1, columns);
            }
            cells.push(Cell::Fresh(node, columns, down));
            column += columns;
        }
        // Cells from above that begin behind the last one of this row.
        while column < above.len() {
            match above.get_mut(column).filter(|(left, _)| *left > 0) {
                Some((left, columns)) => {
                    *left -= 1;
                    cells.push(Cell::Below(*columns));
                    column += *columns;
                }
                None => {
                    cells.push(Cell::Missing);
                    column += 1;
                }
            }
        }
        most = most.max(column);
        rows.push(cells);
    }
    for row in &mut rows {
        let has: usize =
            row.iter().map(|cell| if let Cell::Fresh(_, n, _) | Cell::Below(n) = cell { *n } else { 1 }).sum();
        row.extend((has..most).map(|_| Cell::Missing));
    }
    if rows.is_empty() {
        rows.push(vec![Cell::Missing]);
    }
    (rows, most)
}

/// Widths of the columns: as they were drawn in the editor, the others share what is left.
fn widths(table: &Node, columns: usize, room: u32) -> Vec<u32> {
    let mut drawn: Vec<u32> = Vec::new();
    for cell in table.content.iter().take(1).flat_map(|row| &row.content) {
        let wide = cell.attrs.get("colwidth").and_then(|widths| widths.as_array());
        let span = usize::try_from(cell.number("colspan", 1, 200)).unwrap_or(1);
        let pixels = |at: usize| wide.and_then(|wide| wide.get(at)?.as_u64()).unwrap_or(0);
        drawn.extend((0..span).map(|at| u32::try_from(pixels(at) * 15).unwrap_or(0)));
    }
    drawn.resize(columns, 0);
    let taken: u32 = drawn.iter().sum();
    let open = u32::try_from(drawn.iter().filter(|width| **width == 0).count()).unwrap_or(0);
    let share = room.saturating_sub(taken).checked_div(open).unwrap_or(0).max(NARROW);
    let all: Vec<u32> = drawn.into_iter().map(|width| if width == 0 { share } else { width }).collect();
    let sum: u64 = all.iter().map(|width| u64::from(*width)).sum();
    if sum <= u64::from(room.max(1)) {
        return all;
    }
    let fitted = |width: u32| u32::try_from(u64::from(width) * u64::from(room) / sum).unwrap_or(NARROW).max(NARROW / 2);
    all.into_iter().map(fitted).collect()
}
