// Editors for tests: one of a page, and two pages that tell each other everything.
import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { afterEach } from 'vitest';
import * as Y from 'yjs';
import { vocabulary } from './schema';

const open: Editor[] = [];
afterEach(() => open.splice(0).forEach((editor) => editor.destroy()));

/** An editor of a page; it ends with the test. */
export function editorOn(doc: Y.Doc): Editor {
  const editor = new Editor({
    element: document.createElement('div'),
    injectCSS: false,
    extensions: [...vocabulary('space'), Collaboration.configure({ document: doc })],
  });
  open.push(editor);
  return editor;
}

/** Two documents that tell each other everything, until the line is cut. */
export function pair() {
  const [a, b] = [new Y.Doc(), new Y.Doc()];
  let whole = true;
  a.on(
    'update',
    (update: Uint8Array, origin) => whole && origin !== 'line' && Y.applyUpdate(b, update, 'line'),
  );
  b.on(
    'update',
    (update: Uint8Array, origin) => whole && origin !== 'line' && Y.applyUpdate(a, update, 'line'),
  );
  const meet = () => {
    Y.applyUpdate(a, Y.encodeStateAsUpdate(b, Y.encodeStateVector(a)), 'line');
    Y.applyUpdate(b, Y.encodeStateAsUpdate(a, Y.encodeStateVector(b)), 'line');
    whole = true;
  };
  return { a, b, cut: () => (whole = false), meet };
}

/** All that is written. */
export const text = (editor: Editor) => editor.getText({ blockSeparator: '|' });
