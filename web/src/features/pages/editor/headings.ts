import type { Node } from '@tiptap/pm/model';

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
