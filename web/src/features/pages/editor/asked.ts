// What is being asked for just before the caret: a name after @ or #, a block after / at the beginning of a word.
import type { EditorState } from '@tiptap/pm/state';
import { askedAt, type Asked } from '../../../ui/writing/refs';

export interface Wanted {
  names: Asked | null;
  /** What was typed after a slash; null where no slash asks for anything. */
  block: string | null;
  /** Where the sign stands in the document. */
  from: number;
  to: number;
}

const nothing: Wanted = { names: null, block: null, from: 0, to: 0 };

export function wantedAt(state: EditorState): Wanted {
  const { $from, empty } = state.selection;
  if (!empty || !$from.parent.isTextblock || $from.parent.type.spec.code) return nothing;
  // An atom counts as one sign, so that places in the text are places in the document.
  const text = $from.parent.textBetween(0, $from.parentOffset, '\n', '\ufffc');
  const names = askedAt(text, text.length);
  if (names) return { names, block: null, from: $from.start() + names.start, to: $from.pos };
  const slash = /(?:^|\s)\/([\p{L}\p{N}]{0,20})$/u.exec(text);
  if (!slash) return nothing;
  const typed = slash[1] ?? '';
  return { names: null, block: typed, from: $from.pos - typed.length - 1, to: $from.pos };
}
