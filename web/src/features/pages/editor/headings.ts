import type { Node } from '@tiptap/pm/model';
import { Plugin, PluginKey } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import { rank } from '../draw';

export interface Place {
  level: number;
  text: string;
  /** Where the heading stands in the document. */
  at: number;
}

export function headingsIn(doc: Node): Place[] {
  const list: Place[] = [];
  doc.descendants((node, at) => {
    if (node.type.name === 'heading' && node.textContent.trim())
      list.push({ level: Number(node.attrs.level), text: node.textContent, at });
    return !node.isTextblock;
  });
  return list;
}

function ranked(doc: Node): DecorationSet {
  const list: Decoration[] = [];
  let above = 1;
  doc.descendants((node, at) => {
    if (node.type.name === 'heading') {
      above = rank(Number(node.attrs.level), above);
      list.push(Decoration.node(at, at + node.nodeSize, { 'aria-level': String(above) }));
    }
    return !node.isTextblock;
  });
  return DecorationSet.create(doc, list);
}

const key = new PluginKey<DecorationSet>('ranks');

/** Reads headings out in steps of one, whatever levels their writers chose, as the page does where it is read. */
export const ranks = (): Plugin =>
  new Plugin<DecorationSet>({
    key,
    state: {
      init: (_, { doc }) => ranked(doc),
      apply: (change, before) => (change.docChanged ? ranked(change.doc) : before),
    },
    props: { decorations: (state) => key.getState(state) },
  });
