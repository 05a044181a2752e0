// Tables, by ProseMirror's own: cells that join and split, columns whose width is drawn.
import { Extension, Node, type Editor } from '@tiptap/core';
import { TextSelection } from '@tiptap/pm/state';
import {
  CellSelection,
  addRowAfter,
  columnResizing,
  deleteTable,
  goToNextCell,
  tableEditing,
} from '@tiptap/pm/tables';

import { lineAtEnd } from '../line-at-end';

const roles: Record<string, string> = {
  table: 'table',
  tableRow: 'row',
  tableCell: 'cell',
  tableHeader: 'header_cell',
};

const count = (name: string) => ({
  default: 1,
  parseHTML: (element: HTMLElement) => Math.max(1, Number(element.getAttribute(name)) || 1),
  renderHTML: (attrs: Record<string, unknown>) => (attrs[name] === 1 ? {} : { [name]: String(attrs[name]) }),
});

function cell(name: string, tag: string) {
  return Node.create({
    name,
    content: 'block+',
    isolating: true,
    addAttributes: () => ({
      colspan: count('colspan'),
      rowspan: count('rowspan'),
      colwidth: {
        default: null,
        parseHTML: (element: HTMLElement) => {
          const widths = element.getAttribute('data-colwidth')?.split(',').map(Number);
          return widths?.every((one) => one > 0) ? widths : null;
        },
        renderHTML: (attrs) =>
          Array.isArray(attrs.colwidth) ? { 'data-colwidth': attrs.colwidth.join(',') } : {},
      },
    }),
    parseHTML: () => [{ tag }],
    renderHTML: ({ HTMLAttributes }) => [tag, HTMLAttributes, 0],
  });
}

const Table = Node.create({
  name: 'table',
  group: 'block',
  content: 'tableRow+',
  isolating: true,
  parseHTML: () => [{ tag: 'table' }],
  renderHTML: () => ['table', ['tbody', 0]],
  extendNodeSchema: (extension) => (roles[extension.name] ? { tableRole: roles[extension.name] } : {}),
});

const Row = Node.create({
  name: 'tableRow',
  content: '(tableCell | tableHeader)*',
  parseHTML: () => [{ tag: 'tr' }],
  renderHTML: () => ['tr', 0],
});

/** True when every cell of a table is selected. */
function wholeTable(editor: Editor): boolean {
  const { selection } = editor.state;
  return selection instanceof CellSelection && selection.isRowSelection() && selection.isColSelection();
}

const Keys = Extension.create({
  name: 'tables',
  addKeyboardShortcuts() {
    const { editor } = this;
    const next = (step: 1 | -1) => goToNextCell(step)(editor.state, editor.view.dispatch);
    const clear = () => wholeTable(editor) && deleteTable(editor.state, editor.view.dispatch);
    return {
      Tab: () => {
        if (!editor.isActive('table')) return false;
        // Behind the last cell there is room for another row.
        return next(1) || (addRowAfter(editor.state, editor.view.dispatch) && next(1));
      },
      'Shift-Tab': () => editor.isActive('table') && next(-1),
      Backspace: clear,
      Delete: clear,
    };
  },
  addProseMirrorPlugins: () => [columnResizing({ cellMinWidth: 60 }), tableEditing()],
});

export const tables = [Table, Row, cell('tableHeader', 'th'), cell('tableCell', 'td'), Keys];

/** A new table, the caret in its first cell. */
export function insertTable(editor: Editor, rows = 3, columns = 3): void {
  const paragraph = { type: 'paragraph' };
  const row = (type: string) => ({
    type: 'tableRow',
    content: Array.from({ length: columns }, () => ({ type, content: [paragraph] })),
  });
  const from = editor.state.selection.from;
  const content = Array.from({ length: rows }, (_, i) => row(i ? 'tableCell' : 'tableHeader'));
  editor.chain().focus().insertContent({ type: 'table', content }).run();
  lineAtEnd(editor);
  let first: number | null = null;
  editor.state.doc.nodesBetween(Math.max(0, from - 1), editor.state.doc.content.size, (node, at) => {
    if (first === null && node.type.name === 'tableHeader') first = at + 2;
    return first === null;
  });
  if (first !== null)
    editor.view.dispatch(editor.state.tr.setSelection(TextSelection.create(editor.state.doc, first)));
}
