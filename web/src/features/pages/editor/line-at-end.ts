import type { Editor } from '@tiptap/core';

/** A page that ends in a table or a picture gets a line behind it, so that one can write on. */
export function lineAtEnd(editor: Editor): void {
  const { doc, schema, tr } = editor.state;
  const paragraph = schema.nodes.paragraph;
  if (doc.lastChild?.type === paragraph || !paragraph) return;
  editor.view.dispatch(tr.insert(doc.content.size, paragraph.create()));
}
