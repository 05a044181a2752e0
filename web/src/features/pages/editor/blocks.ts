// The blocks one can put into a page: for the slash menu and the toolbar alike.
import type { Editor } from '@tiptap/core';
import type { Command } from '@tiptap/pm/state';
import {
  addColumnAfter,
  addColumnBefore,
  addRowAfter,
  addRowBefore,
  deleteColumn,
  deleteRow,
  deleteTable,
  mergeCells,
  splitCell,
  toggleHeader,
} from '@tiptap/pm/tables';
import CodeXml from '@lucide/svelte/icons/code-xml';
import Heading1 from '@lucide/svelte/icons/heading-1';
import Heading2 from '@lucide/svelte/icons/heading-2';
import Heading3 from '@lucide/svelte/icons/heading-3';
import Heading4 from '@lucide/svelte/icons/heading-4';
import ImageIcon from '@lucide/svelte/icons/image';
import Info from '@lucide/svelte/icons/info';
import Lightbulb from '@lucide/svelte/icons/lightbulb';
import List from '@lucide/svelte/icons/list';
import ListChecks from '@lucide/svelte/icons/list-checks';
import ListOrdered from '@lucide/svelte/icons/list-ordered';
import ListTodo from '@lucide/svelte/icons/list-todo';
import Minus from '@lucide/svelte/icons/minus';
import OctagonAlert from '@lucide/svelte/icons/octagon-alert';
import Paperclip from '@lucide/svelte/icons/paperclip';
import Pilcrow from '@lucide/svelte/icons/pilcrow';
import Quote from '@lucide/svelte/icons/quote';
import Table from '@lucide/svelte/icons/table';
import TableOfContents from '@lucide/svelte/icons/table-of-contents';
import TriangleAlert from '@lucide/svelte/icons/triangle-alert';
import type { IconType } from '../../../ui/Icon.svelte';
import { t } from '../../../words';
import { lineAtEnd } from './line-at-end';
import { insertTable } from './nodes/tables';
import { calloutKinds, type CalloutKind } from './nodes/callout';

export interface Offer {
  id: string;
  label: string;
  icon: IconType;
  keys?: string;
  on?: boolean;
  run: () => unknown;
}

const headings = [Heading1, Heading2, Heading3, Heading4];
const callouts: Record<CalloutKind, IconType> = {
  note: Info,
  tip: Lightbulb,
  warning: TriangleAlert,
  important: OctagonAlert,
};

export function textStyles(editor: Editor): Offer[] {
  const chain = () => editor.chain().focus();
  return [
    {
      id: 'paragraph',
      label: t('pages.block.paragraph'),
      icon: Pilcrow,
      keys: 'mod+alt+0',
      on: editor.isActive('paragraph'),
      run: () => chain().setParagraph().run(),
    },
    ...headings.map((icon, i) => {
      const level = (i + 1) as 1 | 2 | 3 | 4;
      return {
        id: `heading${level}`,
        label: t(`pages.block.heading${level}`),
        icon,
        keys: `mod+alt+${level}`,
        on: editor.isActive('heading', { level }),
        run: () => chain().toggleHeading({ level }).run(),
      };
    }),
  ];
}

export function listStyles(editor: Editor): Offer[] {
  const chain = () => editor.chain().focus();
  return [
    {
      id: 'bullets',
      label: t('pages.block.bullets'),
      icon: List,
      keys: 'mod+shift+8',
      on: editor.isActive('bulletList'),
      run: () => chain().toggleList('bulletList', 'listItem').run(),
    },
    {
      id: 'numbers',
      label: t('pages.block.numbers'),
      icon: ListOrdered,
      keys: 'mod+shift+7',
      on: editor.isActive('orderedList'),
      run: () => chain().toggleList('orderedList', 'listItem').run(),
    },
    {
      id: 'ticks',
      label: t('pages.block.ticks'),
      icon: ListChecks,
      keys: 'mod+shift+9',
      on: editor.isActive('taskList'),
      run: () => chain().toggleList('taskList', 'taskItem').run(),
    },
  ];
}

export function inserts(editor: Editor, pick: (pictures: boolean) => void): Offer[] {
  const chain = () => editor.chain().focus();
  const put =
    (type: string, attrs: Record<string, unknown> = {}) =>
    () => {
      chain().insertContent({ type, attrs }).run();
      lineAtEnd(editor);
    };
  return [
    {
      id: 'table',
      label: t('pages.block.table'),
      icon: Table,
      run: () => insertTable(editor),
    },
    { id: 'image', label: t('pages.block.image'), icon: ImageIcon, run: () => pick(true) },
    { id: 'file', label: t('pages.block.file'), icon: Paperclip, run: () => pick(false) },
    {
      id: 'tasks',
      label: t('pages.block.tasks'),
      icon: ListTodo,
      run: put('taskView', { filter: '{}', title: '' }),
    },
    { id: 'contents', label: t('pages.block.contents'), icon: TableOfContents, run: put('tableOfContents') },
    {
      id: 'quote',
      label: t('pages.block.quote'),
      icon: Quote,
      keys: 'mod+shift+b',
      on: editor.isActive('blockquote'),
      run: () => chain().toggleBlockquote().run(),
    },
    {
      id: 'code',
      label: t('pages.block.code'),
      icon: CodeXml,
      keys: 'mod+alt+c',
      on: editor.isActive('codeBlock'),
      run: () => chain().toggleNode('codeBlock', 'paragraph').run(),
    },
    ...calloutKinds.map((kind) => ({
      id: `callout-${kind}`,
      label: t(`pages.callout.${kind}`),
      icon: callouts[kind],
      on: editor.isActive('callout', { kind }),
      run: () => chain().toggleCallout(kind).run(),
    })),
    { id: 'rule', label: t('pages.block.rule'), icon: Minus, run: () => chain().setHorizontalRule().run() },
  ];
}

/** While the caret is in a table. */
export function tableTools(editor: Editor): (Omit<Offer, 'icon'> & { danger?: boolean; line?: boolean })[] {
  const join: Command = (state, dispatch) => mergeCells(state, dispatch) || splitCell(state, dispatch);
  const tools: [string, Command][] = [
    ['row_above', addRowBefore],
    ['row_below', addRowAfter],
    ['column_left', addColumnBefore],
    ['column_right', addColumnAfter],
    ['header_row', toggleHeader('row')],
    ['merge', join],
    ['row_off', deleteRow],
    ['column_off', deleteColumn],
    ['off', deleteTable],
  ];
  return tools.map(([id, command]) => ({
    id,
    label: t(`pages.table.${id}`),
    run: () => {
      command(editor.state, editor.view.dispatch);
      editor.commands.focus();
    },
    danger: id.endsWith('off'),
    line: id === 'header_row' || id === 'row_off',
  }));
}
