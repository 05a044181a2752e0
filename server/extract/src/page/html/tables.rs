//! Tables. One that only places things on a sheet is there as what stands in it.

use super::{dom::Element, read::Reader};
use crate::{Unreadable, page::shape::filled};
use guildhall_pages::Node;

/// Most columns a cell goes over, and most cells of a row.
const MOST: usize = 200;

impl Reader<'_> {
    pub fn table(&mut self, of: usize, depth: usize) -> Result<Vec<Node>, Unreadable> {
        let rows = self.rows(of);
        let cells = rows.iter().map(|row| self.cells(*row).len()).max().unwrap_or(0);
        let places = self.dom.get(of).and_then(|table| table.attr("role")).is_some_and(|role| role == "presentation");
        if cells <= 1 || places {
            let mut blocks = Vec::new();
            for row in rows {
                for (cell, _) in self.cells(row) {
                    blocks.extend(self.blocks(cell, depth)?);
                }
            }
            return Ok(blocks);
        }
        let mut table = Vec::new();
        for row in rows {
            let mut cells = Vec::new();
            for (at, is_head) in self.cells(row) {
                let kind = if is_head { "tableHeader" } else { "tableCell" };
                let mut node = Node::new(kind).with(filled(self.blocks(at, depth + 2)?));
                for name in ["colspan", "rowspan"] {
                    let over = self.dom.get(at).and_then(|cell| cell.attr(name)?.parse::<u64>().ok()).unwrap_or(1);
                    if over > 1 {
                        node = node.set(name, over.min(MOST as u64));
                    }
                }
                cells.push(node);
            }
            table.push(Node::new("tableRow").with(cells));
        }
        Ok(vec![Node::new("table").with(table)])
    }

    /// Its rows, which may stand in groups; those of tables in it are theirs.
    fn rows(&self, of: usize) -> Vec<usize> {
        let mut rows = Vec::new();
        for (at, element) in self.dom.children(of) {
            match element.tag() {
                "tr" => rows.push(at),
                "thead" | "tbody" | "tfoot" => {
                    rows.extend(self.dom.children(at).filter(|(_, row)| row.tag() == "tr").map(|(row, _)| row));
                }
                _ => {}
            }
        }
        rows
    }

    fn cells(&self, row: usize) -> Vec<(usize, bool)> {
        let cell = |element: &Element| matches!(element.tag(), "td" | "th");
        let cells = self.dom.children(row).filter(|(_, element)| cell(element)).take(MOST);
        cells.map(|(at, element)| (at, element.tag() == "th")).collect()
    }
}
