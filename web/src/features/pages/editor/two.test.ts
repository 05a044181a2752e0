// @vitest-environment happy-dom
// Two editors bound to one page by a server in memory: what they type, paste and undo comes out the same in both.
import { getSchema } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DocNode } from '../../../api/types';
import { cellsOf, fromMarkdown, isMarkdown, tableOf } from './markdown';
import { strangers } from './open';
import { cleaned } from './pasted';
import { vocabulary } from './schema';
import { editorOn, pair, text } from './two';

describe('two editors of one page', () => {
  it('opening writes nothing', () => {
    const doc = new Y.Doc();
    let written = 0;
    doc.on('update', () => (written += 1));
    editorOn(doc);
    expect(written).toBe(0);
  });

  it('see the same, of every kind of block', () => {
    const { a, b } = pair();
    const [mine, hers] = [editorOn(a), editorOn(b)];
    mine.commands.setContent({
      type: 'doc',
      content: [
        { type: 'heading', attrs: { level: 2 }, content: [{ type: 'text', text: 'Reading' }] },
        {
          type: 'paragraph',
          content: [
            { type: 'text', text: 'Ask ', marks: [{ type: 'bold' }, { type: 'highlight' }] },
            { type: 'mention', attrs: { kind: 'person', id: 'p', label: 'Ana' } },
            { type: 'itemChip', attrs: { id: 't', label: 'Order' } },
          ],
        },
        { type: 'callout', attrs: { kind: 'warning' }, content: [{ type: 'paragraph' }] },
        ...fromMarkdown('| a | b |\n|---|---|\n| 1 | 2 |\n\n- [x] done\n- [ ] open\n\n3. three'),
        { type: 'image', attrs: { file: 'f', alt: 'Plate', width: 240 } },
        { type: 'fileBlock', attrs: { file: 'g', name: 'list.pdf' } },
        { type: 'tableOfContents' },
        { type: 'taskView', attrs: { filter: '{"due":"today"}', title: 'Today' } },
        { type: 'codeBlock', attrs: { language: 'sh' }, content: [{ type: 'text', text: 'ls' }] },
        { type: 'horizontalRule' },
      ],
    });
    expect(hers.getJSON()).toEqual(mine.getJSON());
    expect(hers.getJSON().content?.map((node) => node.type)).toContain('taskView');
    expect(
      (hers.getJSON() as DocNode).content?.find((node) => node.type === 'orderedList')?.attrs?.start,
    ).toBe(3);
  });

  it('keep what both wrote while the line was cut', () => {
    const { a, b, cut, meet } = pair();
    const [mine, hers] = [editorOn(a), editorOn(b)];
    mine.commands.insertContent('Let it run for ten minutes.');
    cut();
    mine.chain().insertContentAt(1, 'First: ').run();
    hers.chain().focus('end').insertContent(' Then measure.').run();
    meet();
    expect(text(mine)).toBe('First: Let it run for ten minutes. Then measure.');
    expect(hers.getJSON()).toEqual(mine.getJSON());
  });

  it('undo takes back only what one wrote oneself', () => {
    const { a, b } = pair();
    const [mine, hers] = [editorOn(a), editorOn(b)];
    mine.commands.insertContent('mine');
    hers.chain().focus('end').insertContent(' hers').run();
    mine.commands.undo();
    expect(text(hers).trim()).toBe('hers');
  });

  it('keep the level of a heading that is copied and pasted', () => {
    const editor = editorOn(new Y.Doc());
    editor.commands.setContent({
      type: 'doc',
      content: [{ type: 'heading', attrs: { level: 1 }, content: [{ type: 'text', text: 'A' }] }],
    });
    const html = editor.getHTML();
    expect(html).toContain('<h2');
    editor.commands.setContent(html);
    expect(editor.getJSON().content?.[0]?.attrs?.level).toBe(1);
  });

  it('know when a page holds what they would throw away', () => {
    const doc = new Y.Doc();
    const known = getSchema(vocabulary('space')).nodes;
    const fragment = doc.getXmlFragment('default');
    fragment.push([new Y.XmlElement('paragraph')]);
    expect(strangers(doc, known)).toEqual([]);
    fragment.push([new Y.XmlElement('hologram')]);
    expect(strangers(doc, known)).toEqual(['hologram']);
  });
});

describe('what is pasted', () => {
  function pasted(html: string) {
    const editor = editorOn(new Y.Doc());
    editor.commands.setContent(cleaned(html));
    return (editor.getJSON() as DocNode).content ?? [];
  }

  it('of a word processor keeps its lists, titles and bold words', () => {
    const point = (level: number, sign: string, words: string) =>
      `<p class=MsoListParagraph style='mso-list:l0 level${level} lfo1'><span style='mso-list:Ignore'>${sign}&nbsp;</span>${words}<o:p></o:p></p>`;
    const nodes = pasted(
      `<html xmlns:o="urn:o"><head><style>p{color:red}</style></head><body><!--StartFragment--><p class=MsoTitle>Sheet</p>` +
        `<p class=MsoNormal><span style="font-weight:bold">Wait</span><o:p>&nbsp;</o:p></p>` +
        point(1, '·', 'One') +
        point(2, 'o', 'Inside') +
        point(1, '·', 'Two') +
        `<p class=MsoNormal>then</p>` +
        point(1, '1.', 'First') +
        `<!--EndFragment--></body></html>`,
    );
    expect(nodes.map((node) => node.type)).toEqual([
      'heading',
      'paragraph',
      'bulletList',
      'paragraph',
      'orderedList',
    ]);
    expect(nodes[1]?.content?.[0]?.marks?.[0]?.type).toBe('bold');
    const [one, two] = nodes[2]?.content ?? [];
    expect(one?.content?.map((node) => node.type)).toEqual(['paragraph', 'bulletList']);
    expect(one?.content?.[0]?.content?.[0]?.text).toBe('One');
    expect(two?.content?.[0]?.content?.[0]?.text).toBe('Two');
  });

  it('of the web loses scripts, pictures of elsewhere and addresses that run', () => {
    const nodes = pasted(
      `<script>alert(1)</script><p onclick="x()">Hi <a href="javascript:alert(1)">there</a>` +
        `<img src="https://tracker.example/x.png" alt="a plate"> <a href="https://a.example/">a</a></p><embed src="/x">` +
        `<ul><li><input type="checkbox" checked>bread</li><li><input type="checkbox">milk</li></ul>`,
    );
    const all = JSON.stringify(nodes);
    expect(all).not.toMatch(/javascript|tracker|alert|embed/);
    expect(all).toContain('https://a.example/');
    expect(all).toContain('a plate');
    expect(nodes.at(-1)?.type).toBe('taskList');
    expect(nodes.at(-1)?.content?.map((item) => item.attrs?.checked)).toEqual([true, false]);
  });

  it('of a spreadsheet is a table, as HTML and as plain rows', () => {
    const [table] = pasted(
      '<table><colgroup><col width=64></colgroup><tr><td colspan=2 style="width:48pt">A</td></tr><tr><td>1</td><td>2</td></tr></table>',
    );
    expect(table?.type).toBe('table');
    expect(table?.content?.[0]?.content?.[0]?.attrs?.colspan).toBe(2);
    expect(cellsOf('a\tb\r\n1\t2\r\n')).toEqual([
      ['a', 'b'],
      ['1', '2'],
    ]);
    expect(cellsOf('a\tb')).toBeNull();
    expect(cellsOf('a\tb\nc')).toBeNull();
    expect(tableOf([['a'], ['']]).content?.length).toBe(2);
  });

  it('as plain text is Markdown where it was meant so', () => {
    expect(isMarkdown('# Title\n\ntext')).toBe(true);
    expect(isMarkdown('2 * 3 = 6')).toBe(false);
    const [heading, list] = fromMarkdown('###### Deep\n\n* one\n  * two **bold**');
    expect(heading?.attrs?.level).toBe(4);
    expect(list?.content?.[0]?.content?.[1]?.type).toBe('bulletList');
    const editor = editorOn(new Y.Doc());
    editor.commands.setContent({
      type: 'doc',
      content: fromMarkdown('```\ncode\n```\n\n> quote\n\n---\n\na  \nb'),
    });
    expect(editor.getJSON().content?.map((node) => node.type)).toEqual([
      'codeBlock',
      'blockquote',
      'horizontalRule',
      'paragraph',
    ]);
  });
});
