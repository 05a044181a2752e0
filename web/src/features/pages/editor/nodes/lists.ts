// What is drawn from elsewhere: the headings of the page, and tasks as they are now.
import { Node } from '@tiptap/core';
import type { Id } from '../../../../api/types';
import TaskView from '../../read/TaskView.svelte';
import Contents from './Contents.svelte';
import { drawnBy } from './drawn.svelte';

export const TableOfContents = Node.create({
  name: 'tableOfContents',
  group: 'block',
  atom: true,
  parseHTML: () => [{ tag: 'div[data-contents]' }],
  renderHTML: () => ['div', { 'data-contents': '' }],
  addNodeView: () => drawnBy(Contents, (editor) => ({ editor })),
});

export const TaskViewNode = Node.create<{ space: Id }>({
  name: 'taskView',
  group: 'block',
  atom: true,
  addOptions: () => ({ space: '' }),
  addAttributes: () => ({
    filter: {
      default: '{}',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-filter') ?? '{}',
      renderHTML: (attrs) => ({ 'data-filter': attrs.filter as string }),
    },
    title: {
      default: '',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-title') ?? '',
      renderHTML: (attrs) => ({ 'data-title': attrs.title as string }),
    },
  }),
  parseHTML: () => [{ tag: 'div[data-filter]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', HTMLAttributes],
  addNodeView() {
    return drawnBy(TaskView, () => ({ space: this.options.space }));
  },
});
