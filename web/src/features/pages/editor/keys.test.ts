// @vitest-environment happy-dom
import { type Editor } from '@tiptap/core';
import { describe, expect, it } from 'vitest';
import * as Y from 'yjs';
import type { DocNode } from '../../../api/types';
import { insertTable } from './nodes/tables';
import { editorOn } from './two';

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
