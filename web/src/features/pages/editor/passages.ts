// Passages that somebody commented, in an open editor: they stay with their words while everybody writes.
import { Extension, type Editor } from '@tiptap/core';
import { Plugin, PluginKey, type EditorState } from '@tiptap/pm/state';
import { Decoration, DecorationSet } from '@tiptap/pm/view';
import {
  absolutePositionToRelativePosition,
  relativePositionToAbsolutePosition,
  ySyncPluginKey,
  type ProsemirrorBinding,
} from '@tiptap/y-tiptap';
import * as Y from 'yjs';
import type { Id } from '../../../api/types';
import { fromBase64, toBase64 } from '../base64';

/** The ends of a passage, as the server keeps them. */
export interface Ends {
  start: string;
  end: string;
  quote: string;
}
export interface Marked extends Ends {
  comment: Id;
}

const key = new PluginKey<{ list: Marked[]; lit: Id | null; drawn: DecorationSet }>('passages');

const bindingOf = (state: EditorState) =>
  (ySyncPluginKey.getState(state) as { binding?: ProsemirrorBinding | null } | undefined)?.binding ?? null;

export function endsOf(editor: Editor): Ends | null {
  const { from, to, empty } = editor.state.selection;
  const binding = bindingOf(editor.state);
  if (empty || !binding) return null;
  const at = (place: number) =>
    toBase64(
      Y.encodeRelativePosition(
        absolutePositionToRelativePosition(place, binding.type, binding.mapping) as Y.RelativePosition,
      ),
    );
  return { start: at(from), end: at(to), quote: editor.state.doc.textBetween(from, to, '\n') };
}

/** The first sign of a page: the binding takes every place there for one that went astray. */
function isFirst({ doc, type }: ProsemirrorBinding, at: Y.RelativePosition): boolean {
  const place = Y.createAbsolutePositionFromRelativePosition(at, doc);
  const block: unknown = type.get(0);
  return place?.index === 0 && block instanceof Y.XmlElement && block.get(0) === place.type;
}

function placeOf(state: EditorState, end: string): number | null {
  const binding = bindingOf(state);
  if (!binding) return null;
  try {
    const at = Y.decodeRelativePosition(fromBase64(end));
    const place = relativePositionToAbsolutePosition(binding.doc, binding.type, at, binding.mapping);
    return place ?? (isFirst(binding, at) ? 1 : null);
  } catch {
    // Words that are gone, or a place nobody can read.
    return null;
  }
}

function draw(state: EditorState, list: Marked[], lit: Id | null): DecorationSet {
  const drawn = list.flatMap((one) => {
    const [from, to] = [placeOf(state, one.start), placeOf(state, one.end)];
    if (from === null || to === null || from >= to) return [];
    const css = one.comment === lit ? 'passage lit' : 'passage';
    return Decoration.inline(from, to, { class: css, 'data-passage': one.comment });
  });
  return DecorationSet.create(state.doc, drawn);
}

export function showPassages(editor: Editor, list: Marked[], lit: Id | null): void {
  editor.view.dispatch(editor.state.tr.setMeta(key, { list, lit }).setMeta('addToHistory', false));
}

export const Passages = Extension.create<{ onpassage: (comment: Id) => void }>({
  name: 'passages',
  addOptions: () => ({ onpassage: () => {} }),
  addProseMirrorPlugins() {
    const { onpassage } = this.options;
    return [
      new Plugin({
        key,
        state: {
          init: () => ({ list: [] as Marked[], lit: null as Id | null, drawn: DecorationSet.empty }),
          apply: (tr, now, _old, state) => {
            const told = tr.getMeta(key) as { list: Marked[]; lit: Id | null } | undefined;
            if (told) return { ...told, drawn: draw(state, told.list, told.lit) };
            // The binding to the shared words is renewed by what comes from others: the places are asked again then.
            if (tr.getMeta(ySyncPluginKey)) return { ...now, drawn: draw(state, now.list, now.lit) };
            return tr.docChanged ? { ...now, drawn: now.drawn.map(tr.mapping, tr.doc) } : now;
          },
        },
        props: {
          decorations: (state) => key.getState(state)?.drawn,
          handleClick: (_view, _place, event) => {
            const comment = (event.target as Element | null)?.closest<HTMLElement>('[data-passage]')?.dataset
              .passage;
            if (comment) onpassage(comment);
            return false;
          },
        },
      }),
    ];
  },
});
