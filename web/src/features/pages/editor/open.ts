// One open editor: the shared document, the text that is bound to it, and what goes in by keys, paste and drop.
import { Editor } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { Placeholder } from '@tiptap/extensions';
import { Fragment, Slice } from '@tiptap/pm/model';
import type { EditorView } from '@tiptap/pm/view';
import * as Y from 'yjs';
import type { Id } from '../../../api/types';
import { t } from '../../../words';
import { carets } from './carets';
import { Keys } from './keys';
import type { PageLink } from './link.svelte';
import { cellsOf, fromMarkdown, isMarkdown, tableOf } from './markdown';
import { cleaned } from './pasted';
import { Passages } from './passages';
import { vocabulary } from './schema';

export interface Hooks {
  step: () => void;
  key: (event: KeyboardEvent) => boolean;
  files: (files: File[], at: number | null) => void;
  passage: (comment: Id) => void;
  link: () => void;
  comment: () => void;
  task: () => void;
  leave: () => void;
}

export function openEditor(element: HTMLElement, link: PageLink, space: Id, hooks: Hooks): Editor {
  const editor: Editor = new Editor({
    element,
    // The page's own style sheet holds these rules: nothing is put into the document.
    injectCSS: false,
    extensions: [
      ...vocabulary(space),
      Collaboration.configure({ document: link.doc, field: 'default' }),
      carets(link),
      Placeholder.configure({
        placeholder: ({ node }) =>
          node.type.name === 'heading' ? t('pages.block.heading') : t('pages.placeholder'),
      }),
      Passages.configure({ onpassage: hooks.passage }),
      Keys.configure(hooks),
    ],
    editorProps: {
      attributes: {
        class: 'pg-text',
        role: 'textbox',
        'aria-multiline': 'true',
        'aria-label': t('pages.text'),
      },
      handleKeyDown: (_view, event) => hooks.key(event),
      transformPastedHTML: cleaned,
      handlePaste: (view, event) => {
        const data = event.clipboardData;
        if (!data) return false;
        const files = [...data.files];
        // Copied cells and words carry a picture of themselves: the words are meant.
        if (files.length && !data.types.includes('text/html') && !data.types.includes('text/plain')) {
          hooks.files(files, null);
          return true;
        }
        if (data.types.includes('text/html') || editor.isActive('codeBlock')) return false;
        return putText(view, data.getData('text/plain'));
      },
      handleDrop: (view, event, _slice, moved) => {
        const files = [...(event.dataTransfer?.files ?? [])];
        if (moved || !files.length) return false;
        event.preventDefault();
        hooks.files(files, view.posAtCoords({ left: event.clientX, top: event.clientY })?.pos ?? null);
        return true;
      },
    },
    onTransaction: hooks.step,
  });
  return editor;
}

/** Plain text that is Markdown, or rows of cells, becomes what it says. */
function putText(view: EditorView, text: string): boolean {
  const rows = cellsOf(text);
  if (!rows && !isMarkdown(text)) return false;
  const nodes = rows ? [tableOf(rows)] : fromMarkdown(text);
  const { schema } = view.state;
  const slice = new Slice(Fragment.from(nodes.map((node) => schema.nodeFromJSON(node))), 0, 0);
  // A single paragraph goes on in the line where the caret is.
  const open = nodes.length === 1 && nodes[0]?.type === 'paragraph' ? 1 : 0;
  const put = open ? new Slice(slice.content, open, open) : slice;
  view.dispatch(view.state.tr.replaceSelection(put).scrollIntoView().setMeta('paste', true));
  return true;
}

/** Names of nodes this version of the page does not know: bound to an editor they would be thrown away. */
export function strangers(doc: Y.Doc, known: Record<string, unknown>): string[] {
  const found = new Set<string>();
  const walk = (type: Y.XmlFragment): void => {
    for (const child of type.toArray()) {
      if (!(child instanceof Y.XmlElement)) continue;
      if (!(child.nodeName in known)) found.add(child.nodeName);
      walk(child);
    }
  };
  walk(doc.getXmlFragment('default'));
  return [...found];
}
