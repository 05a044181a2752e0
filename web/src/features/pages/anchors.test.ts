import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import { endsAt, placed, readState } from './anchors';
import { drawing, slug } from './draw';

function page(...lines: string[]): Y.Doc {
  const doc = new Y.Doc();
  const blocks = lines.map((line) => {
    const block = new Y.XmlElement('paragraph');
    block.insert(0, [new Y.XmlText(line)]);
    return block;
  });
  doc.getXmlFragment('default').insert(0, blocks);
  return doc;
}
const textAt = (doc: Y.Doc, line: number) =>
  (doc.getXmlFragment('default').get(line) as Y.XmlElement).get(0) as Y.XmlText;

describe('passages of a page', () => {
  it('stay with their words while others write before, in and after them', () => {
    const doc = page('Let it run.', 'A drift of 0.4 points means the gasket.');
    const from = 'Let it run.'.length + 'A drift of '.length;
    const ends = endsAt(doc, from, from + '0.4 points'.length, '0.4 points');
    expect(ends).not.toBeNull();
    if (!ends) return;
    textAt(doc, 0).insert(0, 'First: ');
    textAt(doc, 1).insert(0, 'Note. ');
    textAt(doc, 1).insert('Note. A drift of 0.4'.length, ' or 0.5');
    const read = readState(Y.encodeStateAsUpdate(doc));
    const [mark] = placed(read, [{ comment: 'c', ...ends }]);
    const all = 'First: Let it run.Note. A drift of 0.4 or 0.5 points means the gasket.';
    expect(all.slice(mark?.from, mark?.to)).toBe('0.4 or 0.5 points');
  });

  it('are nowhere when their words are gone', () => {
    const doc = page('gone soon', 'stays');
    const ends = endsAt(doc, 0, 4, 'gone');
    if (!ends) throw new Error('no ends');
    textAt(doc, 0).delete(0, 9);
    expect(placed(doc, [{ comment: 'c', ...ends }])).toEqual([]);
    expect(placed(doc, [{ comment: 'c', start: '!', end: '!', quote: '' }])).toEqual([]);
  });

  it('reach over several blocks', () => {
    const doc = page('one two', 'three four');
    const ends = endsAt(doc, 4, 12, 'two\nthree');
    if (!ends) throw new Error('no ends');
    expect(placed(doc, [{ comment: 'c', ...ends }])).toEqual([{ comment: 'c', from: 4, to: 12 }]);
  });
});

describe('drawing a page', () => {
  const text = (words: string) => ({ type: 'text', text: words });
  it('cuts its words where passages begin and end', () => {
    const [one, two] = [text('one two'), text('three')];
    const doc = {
      type: 'doc',
      content: [
        { type: 'paragraph', content: [one] },
        { type: 'paragraph', content: [two] },
      ],
    };
    const { pieces } = drawing(
      doc,
      [],
      [
        { comment: 'a', from: 4, to: 9 },
        { comment: 'b', from: 5, to: 7 },
      ],
    );
    expect(pieces.get(one)).toEqual([
      { text: 'one ', comments: [] },
      { text: 't', comments: ['a'] },
      { text: 'wo', comments: ['a', 'b'] },
    ]);
    expect(pieces.get(two)?.map((piece) => piece.text)).toEqual(['th', 'ree']);
  });

  it('gives every heading the anchor the server made', () => {
    const [a, b] = [1, 2].map(() => ({ type: 'heading', attrs: { level: 1 }, content: [text('Safety')] }));
    if (!a || !b) return;
    const headings = ['safety', 'safety-2'].map((id) => ({ id, level: 1, text: 'Safety' }));
    const { anchors } = drawing({ type: 'doc', content: [a, b] }, headings, []);
    expect([anchors.get(a), anchors.get(b)]).toEqual(['safety', 'safety-2']);
    expect(slug('Größe & Höhe, 2. Teil')).toBe('große-hohe-2-teil');
  });

  it('lets no heading stand two below the one before it', () => {
    const levels = [2, 4, 1, 3, 2];
    const content = levels.map((level) => ({ type: 'heading', attrs: { level }, content: [text('One')] }));
    const { ranks } = drawing({ type: 'doc', content }, [], []);
    expect(content.map((one) => ranks.get(one))).toEqual([2, 3, 2, 3, 3]);
  });
});
