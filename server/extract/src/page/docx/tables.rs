//! Tables while they are read. A cell that goes on below is one cell that goes over several rows.

use crate::page::shape::filled;
use guildhall_pages::Node;

/// Most columns.
const MOST: usize = 100;

/// A cell, and the column it begins in.
#[derive(Debug)]
struct Cell {
    node: Node,
    column: usize,
    over: usize,
    rows: u64,
}

/// A table.
#[derive(Debug, Default)]
pub(super) struct Table {
    rows: Vec<Vec<Cell>>,
    /// Of the cell that is read: the columns it goes over, whether it goes on from above, whether it is a head.
    over: usize,
    goes_on: bool,
    lines: usize,
    heads: usize,
    /// The row that is read is one of the head.
    head_row: bool,
    width: usize,
}

impl Table {
    pub fn row_begins(&mut self) {
        self.rows.push(Vec::new());
        (self.head_row, self.width) = (false, 0);
    }

    pub fn row_is_head(&mut self) {
        self.head_row = true;
    }

    pub fn cell_begins(&mut self) {
        (self.over, self.goes_on, self.lines, self.heads) = (1, false, 0, 0);
    }

    pub fn goes_over(&mut self, columns: usize) {
        self.over = columns.clamp(1, MOST);
    }

    pub fn goes_on_from_above(&mut self) {
        self.goes_on = true;
    }

    /// A paragraph of the cell.
    pub fn line(&mut self, is_head: bool) {
        self.lines += 1;
        self.heads += usize::from(is_head);
    }

    pub fn cell_ends(&mut self, blocks: Vec<Node>) {
        let (column, over) = (self.width, self.over);
        self.width += over;
        if self.goes_on && blocks.is_empty() && self.lengthen(column) {
            return;
        }
        let is_head = self.head_row || (self.lines > 0 && self.heads == self.lines);
        let mut node = Node::new(if is_head { "tableHeader" } else { "tableCell" }).with(filled(blocks));
        if over > 1 {
            node = node.set("colspan", over as u64);
        }
        if let Some(row) = self.rows.last_mut().filter(|row| row.len() < MOST) {
            row.push(Cell { node, column, over, rows: 1 });
        }
    }

    /// The cell above at this column goes over one more row.
    fn lengthen(&mut self, column: usize) -> bool {
        let this = self.rows.len().saturating_sub(1);
        for (at, row) in self.rows.iter_mut().enumerate().take(this).rev() {
            if let Some(cell) = row.iter_mut().find(|cell| cell.column <= column && column < cell.column + cell.over) {
                let reaches = at as u64 + cell.rows == this as u64;
                cell.rows += u64::from(reaches);
                return reaches;
            }
        }
        false
    }

    /// The table; none when there is nothing in it.
    pub fn node(self) -> Option<Node> {
        let rows: Vec<Node> = self
            .rows
            .into_iter()
            .map(|row| {
                let cells = row.into_iter().map(|cell| match cell.rows {
                    1 => cell.node,
                    rows => cell.node.set("rowspan", rows),
                });
                Node::new("tableRow").with(cells.collect())
            })
            .collect();
        let has_cells = rows.iter().any(|row| !row.content.is_empty());
        has_cells.then(|| Node::new("table").with(rows))
    }
}
