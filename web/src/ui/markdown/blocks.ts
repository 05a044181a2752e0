// Markdown as a tree of blocks: headings, paragraphs, lists, quotes, code and tables. Everything else is text.
import { inlines, type Inline } from './inline';

export interface ListItem {
  /** Of a task list: ticked or not; null in others. */
  ticked: boolean | null;
  children: Block[];
}
export type Block =
  | { kind: 'paragraph'; children: Inline[] }
  | { kind: 'heading'; level: number; children: Inline[] }
  | { kind: 'list'; ordered: boolean; start: number; items: ListItem[] }
  | { kind: 'quote'; children: Block[] }
  | { kind: 'code'; text: string }
  | { kind: 'table'; head: Inline[][]; rows: Inline[][][] }
  | { kind: 'rule' };

const deepest = 12;
const fence = /^ {0,3}(`{3,}|~{3,})/;
const heading = /^ {0,3}(#{1,6})(?:[ \t]+(.*?))?(?:[ \t]+#+)?[ \t]*$/;
const rule = /^ {0,3}(?:(?:\*[ \t]*){3,}|(?:-[ \t]*){3,}|(?:_[ \t]*){3,})$/;
const quote = /^ {0,3}> ?/;
const marker = /^( {0,3})([-*+]|\d{1,9}[.)])(?:([ \t]+)(.*)|[ \t]*)$/;
const delimiter = /^ {0,3}\|?[ \t]*:?-+:?[ \t]*(?:\|[ \t]*:?-+:?[ \t]*)*\|?[ \t]*$/;

export function blocks(source: string): Block[] {
  return read(source.replace(/\r\n?/g, '\n').replace(/\t/g, '    ').split('\n'), 0);
}

const blank = (line: string | undefined) => line === undefined || line.trim() === '';
const starts = (line: string) =>
  fence.test(line) || heading.test(line) || rule.test(line) || quote.test(line) || marker.test(line);

function read(lines: string[], depth: number): Block[] {
  const out: Block[] = [];
  let at = 0;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    if (blank(line)) {
      at++;
      continue;
    }
    const title = heading.exec(line);
    if (title) {
      out.push({ kind: 'heading', level: title[1]?.length ?? 1, children: inlines(title[2] ?? '') });
      at++;
    } else if (fence.test(line)) at = code(lines, at, out);
    else if (rule.test(line)) {
      out.push({ kind: 'rule' });
      at++;
    } else if (quote.test(line) && depth < deepest) at = quoted(lines, at, depth, out);
    else if (marker.test(line) && depth < deepest) at = list(lines, at, depth, out);
    else if (line.includes('|') && delimiter.test(lines[at + 1] ?? '')) at = table(lines, at, out);
    else at = paragraph(lines, at, out);
  }
  return out;
}

function code(lines: string[], from: number, out: Block[]): number {
  const mark = fence.exec(lines[from] ?? '')?.[1] ?? '```';
  let end = from + 1;
  while (end < lines.length && !(lines[end] ?? '').trim().startsWith(mark)) end++;
  out.push({ kind: 'code', text: lines.slice(from + 1, end).join('\n') });
  return end + 1;
}

function quoted(lines: string[], from: number, depth: number, out: Block[]): number {
  const inside: string[] = [];
  let at = from;
  for (; at < lines.length && !blank(lines[at]); at++) {
    const line = lines[at] ?? '';
    if (!quote.test(line) && starts(line)) break;
    inside.push(line.replace(quote, ''));
  }
  out.push({ kind: 'quote', children: read(inside, depth + 1) });
  return at;
}

function list(lines: string[], from: number, depth: number, out: Block[]): number {
  const first = marker.exec(lines[from] ?? '');
  const sort = first?.[2]?.slice(-1) ?? '-';
  const ordered = /\d/.test(first?.[2] ?? '');
  const items: ListItem[] = [];
  let at = from;
  while (at < lines.length) {
    const line = lines[at] ?? '';
    const found = marker.exec(line);
    if (!found || found[2]?.slice(-1) !== sort || rule.test(line)) break;
    const gap = found[3] && found[3].length < 5 ? found[3].length : 1;
    const indent = (found[1]?.length ?? 0) + (found[2]?.length ?? 1) + gap;
    const inside = [found[4] ?? ''];
    for (at++; at < lines.length; at++) {
      const next = lines[at] ?? '';
      const inner = /^ */.exec(next)?.[0].length ?? 0;
      if (blank(next)) {
        // A blank line goes on with the item only if what follows is indented under it.
        const after = lines[at + 1] ?? '';
        if (blank(after) || (/^ */.exec(after)?.[0].length ?? 0) < indent) break;
        inside.push('');
      } else if (inner >= Math.min(indent, 2) && (inner >= indent || marker.test(next.trimStart()))) {
        inside.push(next.slice(Math.min(inner, indent)));
      } else if (starts(next)) break;
      else inside.push(next.trimStart());
    }
    items.push(item(inside, depth));
    while (blank(lines[at]) && at < lines.length && marker.test(lines[at + 1] ?? '')) at++;
  }
  out.push({ kind: 'list', ordered, start: Number.parseInt(first?.[2] ?? '1', 10) || 1, items });
  return at;
}

function item(lines: string[], depth: number): ListItem {
  const box = /^\[([ xX])\] +/.exec(lines[0] ?? '');
  if (box) lines[0] = (lines[0] ?? '').slice(box[0].length);
  return { ticked: box ? box[1] !== ' ' : null, children: read(lines, depth + 1) };
}

function cells(line: string): Inline[][] {
  const parts = line
    .trim()
    .replace(/^\||(?<!\\)\|$/g, '')
    .split(/(?<!\\)\|/);
  return parts.map((part) => inlines(part.trim().replace(/\\\|/g, '|')));
}

function table(lines: string[], from: number, out: Block[]): number {
  const head = cells(lines[from] ?? '');
  const rows: Inline[][][] = [];
  let at = from + 2;
  for (; at < lines.length && !blank(lines[at]) && (lines[at] ?? '').includes('|'); at++) {
    const row = cells(lines[at] ?? '');
    rows.push(head.map((_, i) => row[i] ?? []));
  }
  out.push({ kind: 'table', head, rows });
  return at;
}

function paragraph(lines: string[], from: number, out: Block[]): number {
  let at = from + 1;
  while (at < lines.length && !blank(lines[at]) && !starts(lines[at] ?? '')) at++;
  const text = lines
    .slice(from, at)
    .map((line) => line.trim().replace(/\\$/, ''))
    .join('\n');
  out.push({ kind: 'paragraph', children: inlines(text) });
  return at;
}
