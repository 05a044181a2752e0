// Markdown and rows of cells, typed or pasted as plain text, as nodes of a page.
import type { DocNode } from '../../../api/types';
import { blocks, type Block, type ListItem } from '../../../ui/markdown/blocks';
import type { Inline } from '../../../ui/markdown/inline';

type Marks = NonNullable<DocNode['marks']>;

/** Whether a text was meant as Markdown, rather than holding a star by chance. */
export function isMarkdown(text: string): boolean {
  return (
    /^(#{1,6} \S|\s*([-*+]|\d+[.)]) \S|> |```|\|.+\|\s*$)/m.test(text) ||
    /\*\*\S.*?\S\*\*|\[[^\]]+\]\(\S+\)/.test(text)
  );
}

/** Cells as programs for tables put them into the clipboard: a tab between cells, a line for each row. */
export function cellsOf(text: string): string[][] | null {
  const rows = text
    .replace(/\r\n?/g, '\n')
    .replace(/\n$/, '')
    .split('\n')
    .map((line) => line.split('\t'));
  const width = rows[0]?.length ?? 0;
  return rows.length > 1 && width > 1 && rows.every((row) => row.length === width) ? rows : null;
}

export function tableOf(rows: string[][]): DocNode {
  const cell = (text: string): DocNode => ({
    type: 'tableCell',
    content: [paragraph(words([{ kind: 'text', text }], []))],
  });
  return {
    type: 'table',
    content: rows.map((row) => ({ type: 'tableRow', content: row.map(cell) })),
  };
}

export function fromMarkdown(text: string): DocNode[] {
  return blocks(text).flatMap(node);
}

const paragraph = (content: DocNode[]): DocNode =>
  content.length ? { type: 'paragraph', content } : { type: 'paragraph' };

function node(block: Block): DocNode[] {
  if (block.kind === 'paragraph') return [paragraph(words(block.children, []))];
  if (block.kind === 'heading')
    return [
      { type: 'heading', attrs: { level: Math.min(4, block.level) }, content: words(block.children, []) },
    ];
  if (block.kind === 'quote') return [{ type: 'blockquote', content: full(block.children) }];
  if (block.kind === 'code')
    return [{ type: 'codeBlock', content: block.text ? [{ type: 'text', text: block.text }] : [] }];
  if (block.kind === 'rule') return [{ type: 'horizontalRule' }];
  if (block.kind === 'table') {
    const row = (type: string, cells: Inline[][]): DocNode => ({
      type: 'tableRow',
      content: cells.map((cell) => ({ type, content: [paragraph(words(cell, []))] })),
    });
    return [
      {
        type: 'table',
        content: [row('tableHeader', block.head), ...block.rows.map((cells) => row('tableCell', cells))],
      },
    ];
  }
  return [list(block)];
}

function list(block: Extract<Block, { kind: 'list' }>): DocNode {
  const tasks = !block.ordered && block.items.some((item) => item.ticked !== null);
  const entry = (item: ListItem): DocNode =>
    tasks
      ? { type: 'taskItem', attrs: { checked: item.ticked ?? false }, content: full(item.children) }
      : { type: 'listItem', content: full(item.children) };
  const content = block.items.map(entry);
  if (tasks) return { type: 'taskList', content };
  if (block.ordered) return { type: 'orderedList', attrs: { start: block.start }, content };
  return { type: 'bulletList', content };
}

/** A point begins with a paragraph, whatever stands in it. */
function full(children: Block[]): DocNode[] {
  const content = children.flatMap(node);
  return content[0]?.type === 'paragraph' ? content : [{ type: 'paragraph' }, ...content];
}

function words(list: Inline[], marks: Marks): DocNode[] {
  return list.flatMap((one): DocNode[] => {
    const text = (value: string, more: Marks = []): DocNode[] =>
      value.split('\n').flatMap((line, i) => {
        const all = [...marks, ...more];
        const piece: DocNode[] = line
          ? [{ type: 'text', text: line, ...(all.length ? { marks: all } : {}) }]
          : [];
        return i ? [{ type: 'hardBreak' }, ...piece] : piece;
      });
    if (one.kind === 'text') return text(one.text);
    if (one.kind === 'code') return text(one.text, [{ type: 'code' }]);
    if (one.kind === 'strong') return words(one.children, [...marks, { type: 'bold' }]);
    if (one.kind === 'em') return words(one.children, [...marks, { type: 'italic' }]);
    if (one.kind === 'strike') return words(one.children, [...marks, { type: 'strike' }]);
    if (one.kind === 'link')
      return words(one.children, [...marks, { type: 'link', attrs: { href: one.to } }]);
    if (one.kind === 'item') return [{ type: 'itemChip', attrs: { id: one.id, label: one.label } }];
    return [{ type: 'mention', attrs: { kind: one.kind, id: one.id, label: one.label } }];
  });
}
