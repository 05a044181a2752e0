// @vitest-environment happy-dom
// Two editors bound to one page by a server in memory: what they type, paste and undo comes out the same in both.
import { Editor, getSchema } from '@tiptap/core';
import { Collaboration } from '@tiptap/extension-collaboration';
import { afterEach, describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DocNode } from '../../../api/types';
import { cleaned } from './pasted';
import { cellsOf, fromMarkdown, isMarkdown, tableOf } from './markdown';
import { strangers } from './open';
import { insertTable } from './nodes/tables';
import { vocabulary } from './schema';

const open: Editor[] = [];
afterEach(() => open.splice(0).forEach((editor) => editor.destroy()));

function editorOn(doc: Y.Doc): Editor {
  const editor = new Editor({
    element: document.createElement('div'),
    injectCSS: false,
    extensions: [...vocabulary('space'), Collaboration.configure({ document: doc })],
  });
  open.push(editor);
  return editor;
}

/** Two documents that tell each other everything, until the line is cut. */
function pair() {
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

const text = (editor: Editor) => editor.getText({ blockSeparator: '|' });

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

describe('keys and signs', () => {
  /** As if typed: what a sign makes follows the rules of typing. */
  function typed(text: string): Editor {
    const editor = editorOn(new Y.Doc());
    for (const sign of text) {
      const { from, to } = editor.state.selection;
      const taken = editor.view.someProp('handleTextInput', (handle) =>
        handle(editor.view, from, to, sign, () => editor.state.tr.insertText(sign, from, to)),
      );
      if (!taken) editor.view.dispatch(editor.state.tr.insertText(sign, from, to));
    }
    return editor;
  }
  const first = (editor: Editor) => (editor.getJSON() as DocNode).content?.[0];

  it('of Markdown become what they say', () => {
    expect(first(typed('## Reading'))).toMatchObject({ type: 'heading', attrs: { level: 2 } });
    expect(first(typed('- one'))?.type).toBe('bulletList');
    expect(first(typed('3. three'))).toMatchObject({ type: 'orderedList', attrs: { start: 3 } });
    expect(first(typed('[ ] gas off'))?.content?.[0]).toMatchObject({
      type: 'taskItem',
      attrs: { checked: false },
    });
    expect(first(typed('[x] gas off'))?.content?.[0]).toMatchObject({
      type: 'taskItem',
      attrs: { checked: true },
    });
    expect(first(typed('> said'))?.type).toBe('blockquote');
    expect(first(typed('``` '))?.type).toBe('codeBlock');
    for (const [sign, mark] of [
      ['**', 'bold'],
      ['*', 'italic'],
      ['~~', 'strike'],
      ['`', 'code'],
      ['==', 'highlight'],
    ] as const)
      expect(first(typed(`a ${sign}word${sign}`))?.content?.at(-1), mark).toMatchObject({
        text: 'word',
        marks: [{ type: mark }],
      });
  });

  it('an address that was typed leads there, one that runs leads nowhere', () => {
    const [link, rest] = first(typed('www.example.org is it'))?.content ?? [];
    expect(link).toMatchObject({
      text: 'www.example.org',
      marks: [{ attrs: { href: 'https://www.example.org' } }],
    });
    expect(rest).toEqual({ type: 'text', text: ' is it' });
    const editor = editorOn(new Y.Doc());
    editor.commands.setContent('<p><a href="javascript:alert(1)">x</a> <a href="#a">y</a></p>');
    expect(JSON.stringify(editor.getJSON())).not.toContain('javascript');
    expect(JSON.stringify(editor.getJSON())).toContain('"#a"');
  });

  it('a table is put in with the caret in its first cell, and grows by Tab', () => {
    const editor = editorOn(new Y.Doc());
    insertTable(editor, 2, 2);
    editor.commands.insertContent('Make');
    const table = () => (editor.getJSON() as DocNode).content?.find((node) => node.type === 'table');
    expect(table()?.content?.[0]?.content?.[0]?.type).toBe('tableHeader');
    expect(JSON.stringify(table()?.content?.[0])).toContain('Make');
    for (let i = 0; i < 4; i++)
      editor.view.someProp('handleKeyDown', (handle) =>
        handle(editor.view, new KeyboardEvent('keydown', { key: 'Tab' })),
      );
    expect(table()?.content?.length).toBe(3);
    // There is a line behind it to write on.
    expect((editor.getJSON() as DocNode).content?.at(-1)?.type).toBe('paragraph');
  });

  it('two empty lines at the end of code lead out of it', () => {
    const editor = typed('```sh ls');
    expect(first(editor)).toMatchObject({ type: 'codeBlock', attrs: { language: 'sh' } });
    editor.commands.insertContent('\n\n');
    const enter = new KeyboardEvent('keydown', { key: 'Enter' });
    editor.view.someProp('handleKeyDown', (handle) => handle(editor.view, enter));
    expect((editor.getJSON() as DocNode).content?.map((node) => node.type)).toEqual([
      'codeBlock',
      'paragraph',
    ]);
    expect(first(editor)?.content?.[0]?.text).toBe('ls');
  });

  it('at the beginning of a point Backspace ends it', () => {
    const editor = typed('- one');
    editor.commands.splitListItem('listItem');
    editor.view.someProp('handleKeyDown', (handle) =>
      handle(editor.view, new KeyboardEvent('keydown', { key: 'Backspace' })),
    );
    expect((editor.getJSON() as DocNode).content?.map((node) => node.type)).toEqual([
      'bulletList',
      'paragraph',
    ]);
  });
});
