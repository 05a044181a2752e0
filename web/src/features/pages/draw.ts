// A page for reading: the anchors of its headings, and where passages that somebody commented stand in its text.
import type { DocNode, Id, PageHeading } from '../../api/types';

/** A stretch of the text of a page, counted over all its words from the beginning. */
export interface Passage {
  comment: Id;
  from: number;
  to: number;
}

export interface Piece {
  text: string;
  comments: Id[];
}

export interface Drawing {
  anchors: Map<DocNode, string>;
  /** Which element a heading is, 2–5: one below the title, and never two below the heading before it. */
  ranks: Map<DocNode, number>;
  pieces: Map<DocNode, Piece[]>;
  /** The points of its checklists, by their numbers in the page. */
  points: Map<DocNode, number>;
}

export function slug(text: string): string {
  const words = text
    .normalize('NFKD')
    .replace(/\p{M}/gu, '')
    .toLowerCase()
    .match(/[\p{L}\p{N}]+/gu);
  return words?.join('-') ?? '';
}

export function textOf(node: DocNode): string {
  if (node.type === 'called') return String(node.attrs?.label ?? '');
  return node.text ?? (node.content ?? []).map(textOf).join('');
}

/** Its own words alone, over which the places of passages are counted. */
export function wordsOf(node: DocNode): string {
  return node.text ?? (node.content ?? []).map(wordsOf).join('');
}

/** As what a heading is read out: one below the title, and never more than one below the heading before it. */
export const rank = (level: number, above: number): number => Math.min(level + 1, above + 1, 5);

/** The same page with one of its points ticked or not. */
export function ticked(doc: DocNode, point: DocNode, checked: boolean): DocNode {
  if (doc === point) return { ...doc, attrs: { ...doc.attrs, checked } };
  return doc.content ? { ...doc, content: doc.content.map((node) => ticked(node, point, checked)) } : doc;
}

/** The first row is the head of a table when it has nothing but heads: it stands again on every sheet of paper. */
export function headAndRows(table: DocNode): { head: DocNode[]; rows: DocNode[] } {
  const rows = table.content ?? [];
  const first = rows[0]?.content ?? [];
  const heads =
    first.length > 0 &&
    first.every((cell) => cell.type === 'tableHeader' && !(Number(cell.attrs?.rowspan) > 1));
  return heads ? { head: rows.slice(0, 1), rows: rows.slice(1) } : { head: [], rows };
}

/** The anchors as the server made them, in order; one that is missing is made here. */
export function drawing(doc: DocNode, headings: PageHeading[], passages: Passage[]): Drawing {
  const anchors = new Map<DocNode, string>();
  const ranks = new Map<DocNode, number>();
  const pieces = new Map<DocNode, Piece[]>();
  const points = new Map<DocNode, number>();
  const left = [...headings];
  let [at, above] = [0, 1];
  const walk = (node: DocNode): void => {
    if (node.type === 'heading') {
      const known = left[0]?.text.trim() === textOf(node).trim() ? left.shift() : undefined;
      const id = known?.id ?? slug(textOf(node));
      if (id) anchors.set(node, id);
      above = rank(typeof node.attrs?.level === 'number' ? node.attrs.level : 1, above);
      ranks.set(node, above);
    }
    if (node.type === 'taskItem') points.set(node, points.size);
    if (node.text !== undefined) {
      const cut = cutUp(node.text, at, passages);
      if (cut) pieces.set(node, cut);
      at += node.text.length;
    }
    node.content?.forEach(walk);
  };
  walk(doc);
  return { anchors, ranks, pieces, points };
}

function cutUp(text: string, at: number, passages: Passage[]): Piece[] | null {
  const near = passages.filter((one) => one.from < at + text.length && one.to > at);
  if (!near.length) return null;
  const edges = new Set([0, text.length]);
  for (const { from, to } of near) {
    edges.add(Math.max(0, from - at));
    edges.add(Math.min(text.length, to - at));
  }
  const cuts = [...edges].sort((a, b) => a - b);
  return cuts.slice(1).map((end, i) => {
    const begin = cuts[i] ?? 0;
    return {
      text: text.slice(begin, end),
      comments: near.filter((one) => one.from < at + end && one.to > at + begin).map((one) => one.comment),
    };
  });
}
