// Where passages stand in a page that is read: their ends are places in the shared words, so these are asked. A chunk of
// its own, loaded only where somebody commented a passage or is about to.
import * as Y from 'yjs';
import type { Id } from '../../api/types';
import { fromBase64, toBase64 } from './base64';
import type { Passage } from './draw';
import type { Ends } from './editor/passages';

/** The texts of the page in the order of reading, each with how much stands before it. */
function texts(doc: Y.Doc): { text: Y.XmlText; before: number }[] {
  const list: { text: Y.XmlText; before: number }[] = [];
  let before = 0;
  const walk = (type: Y.XmlFragment): void => {
    for (const child of type.toArray()) {
      if (child instanceof Y.XmlText) {
        list.push({ text: child, before });
        before += child.length;
      } else if (child instanceof Y.XmlElement) walk(child);
    }
  };
  walk(doc.getXmlFragment('default'));
  return list;
}

export function readState(state: Uint8Array): Y.Doc {
  const doc = new Y.Doc();
  if (state.length) Y.applyUpdate(doc, state);
  return doc;
}

export function placed(doc: Y.Doc, marks: (Ends & { comment: Id })[]): Passage[] {
  const list = texts(doc);
  const at = (end: string): number | null => {
    try {
      const place = Y.createAbsolutePositionFromRelativePosition(
        Y.decodeRelativePosition(fromBase64(end)),
        doc,
      );
      if (!place) return null;
      const known = list.find((one) => one.text === place.type);
      if (known) return known.before + place.index;
      // Between blocks: the first words behind it.
      const inside = list.find((one) => isIn(one.text, place.type));
      return inside?.before ?? null;
    } catch {
      return null;
    }
  };
  return marks.flatMap((mark) => {
    const [from, to] = [at(mark.start), at(mark.end)];
    return from !== null && to !== null && from < to ? [{ comment: mark.comment, from, to }] : [];
  });
}

function isIn(text: Y.XmlText, type: unknown): boolean {
  for (let up: unknown = text; up instanceof Y.AbstractType; up = up.parent) if (up === type) return true;
  return false;
}

/** The ends of a stretch of the text, as an editor would name them. */
export function endsAt(doc: Y.Doc, from: number, to: number, quote: string): Ends | null {
  const list = texts(doc);
  const end = (place: number, last: boolean): string | null => {
    const one = list.find(({ text, before }) =>
      last
        ? place > before && place <= before + text.length
        : place >= before && place < before + text.length,
    );
    if (!one) return null;
    return toBase64(
      Y.encodeRelativePosition(Y.createRelativePositionFromTypeIndex(one.text, place - one.before)),
    );
  };
  const [start, stop] = [end(from, false), end(to, true)];
  return start && stop ? { start, end: stop, quote } : null;
}
