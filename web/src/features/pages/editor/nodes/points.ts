// Lists: of points, numbered, and of things to tick. One item of each kind behaves alike under the keys.
import { Node, mergeAttributes, wrappingInputRule } from '@tiptap/core';
import type { Node as Inside } from '@tiptap/pm/model';
import { t } from '../../../../words';

export const BulletList = Node.create({
  name: 'bulletList',
  group: 'block list',
  content: 'listItem+',
  parseHTML: () => [{ tag: 'ul' }],
  renderHTML: () => ['ul', 0],
  addKeyboardShortcuts() {
    return { 'Mod-Shift-8': () => this.editor.commands.toggleList(this.name, 'listItem') };
  },
  addInputRules() {
    return [wrappingInputRule({ find: /^\s*([-+*])\s$/, type: this.type })];
  },
});

export const OrderedList = Node.create({
  name: 'orderedList',
  group: 'block list',
  content: 'listItem+',
  addAttributes: () => ({
    start: { default: 1, parseHTML: (element: HTMLElement) => Number(element.getAttribute('start')) || 1 },
  }),
  parseHTML: () => [{ tag: 'ol' }],
  renderHTML: ({ node }) => ['ol', node.attrs.start === 1 ? {} : { start: String(node.attrs.start) }, 0],
  addKeyboardShortcuts() {
    return { 'Mod-Shift-7': () => this.editor.commands.toggleList(this.name, 'listItem') };
  },
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^(\d+)[.)]\s$/,
        type: this.type,
        getAttributes: (match) => ({ start: Number(match[1]) }),
        joinPredicate: (match, node) => node.childCount + Number(node.attrs.start) === Number(match[1]),
      }),
    ];
  },
});

const Point = Node.create({
  name: 'listItem',
  content: 'paragraph block*',
  defining: true,
  parseHTML: () => [{ tag: 'li' }],
  renderHTML: () => ['li', 0],
  addKeyboardShortcuts() {
    const { editor, name } = this;
    return {
      Enter: () => editor.commands.splitListItem(name),
      Tab: () => editor.commands.sinkListItem(name),
      'Shift-Tab': () => editor.commands.liftListItem(name),
      // At the beginning of a point it is one no more.
      Backspace: () => {
        const { $from, empty } = editor.state.selection;
        const first = $from.depth > 1 && $from.node(-1).type.name === name && $from.index(-1) === 0;
        return empty && first && $from.parentOffset === 0 && editor.commands.liftListItem(name);
      },
    };
  },
});
export const ListItem = Point;

export const TaskList = Node.create({
  name: 'taskList',
  group: 'block list',
  content: 'taskItem+',
  parseHTML: () => [{ tag: 'ul[data-type="taskList"]', priority: 60 }],
  renderHTML: () => ['ul', { 'data-type': 'taskList' }, 0],
  addKeyboardShortcuts() {
    return { 'Mod-Shift-9': () => this.editor.commands.toggleList(this.name, 'taskItem') };
  },
});

export const TaskItem = Point.extend({
  name: 'taskItem',
  addAttributes: () => ({
    checked: {
      default: false,
      keepOnSplit: false,
      parseHTML: (element: HTMLElement) => element.getAttribute('data-checked') === 'true',
      renderHTML: (attrs) => ({ 'data-checked': String(attrs.checked) }),
    },
  }),
  parseHTML: () => [{ tag: 'li[data-type="taskItem"]', priority: 60 }],
  renderHTML: ({ HTMLAttributes }) => ['li', mergeAttributes(HTMLAttributes, { 'data-type': 'taskItem' }), 0],
  addInputRules() {
    return [
      wrappingInputRule({
        find: /^\s*\[([ xX]?)\]\s$/,
        type: this.type,
        getAttributes: (match) => ({ checked: (match[1] ?? '').toLowerCase() === 'x' }),
      }),
    ];
  },
  addNodeView() {
    return ({ node, getPos, editor }) => {
      const dom = document.createElement('li');
      const label = dom.appendChild(document.createElement('label'));
      const box = label.appendChild(document.createElement('input'));
      const contentDOM = dom.appendChild(document.createElement('div'));
      label.contentEditable = 'false';
      box.type = 'checkbox';
      const draw = (now: Inside) => {
        dom.dataset.checked = String(now.attrs.checked);
        box.checked = now.attrs.checked === true;
        box.setAttribute('aria-label', now.firstChild?.textContent || t('pages.empty_point'));
      };
      box.addEventListener('mousedown', (event) => event.preventDefault());
      box.addEventListener('change', () => {
        const at = getPos();
        const now = typeof at === 'number' ? editor.state.doc.nodeAt(at) : null;
        if (typeof at !== 'number' || !now || !editor.isEditable) return draw(now ?? node);
        editor.view.dispatch(
          editor.state.tr.setNodeMarkup(at, undefined, { ...now.attrs, checked: box.checked }),
        );
      });
      draw(node);
      return {
        dom,
        contentDOM,
        update: (next: Inside) => {
          if (next.type !== node.type) return false;
          draw(next);
          return true;
        },
      };
    };
  },
});
