// People, spaces and items named in a text: one sign each, kept by id, drawn with the name they have now.
import { Node, mergeAttributes } from '@tiptap/core';
import { named } from '../../named';

const word = (name: string) => ({
  default: null,
  parseHTML: (element: HTMLElement) => element.getAttribute(`data-${name}`),
  renderHTML: (attrs: Record<string, unknown>) =>
    attrs[name] ? { [`data-${name}`]: String(attrs[name]) } : {},
});

export const Mention = Node.create({
  name: 'mention',
  group: 'inline',
  inline: true,
  atom: true,
  selectable: false,
  addAttributes: () => ({ kind: word('kind'), id: word('id'), label: word('label') }),
  parseHTML: () => [{ tag: 'span[data-mention]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ 'data-mention': '', class: 'mention' }, HTMLAttributes),
    named({ type: 'mention', attrs: node.attrs }).text,
  ],
  renderText: ({ node }) => named({ type: 'mention', attrs: node.attrs }).text,
});

export const ItemChip = Node.create({
  name: 'itemChip',
  group: 'inline',
  inline: true,
  atom: true,
  addAttributes: () => ({ id: word('id'), label: word('label') }),
  parseHTML: () => [{ tag: 'span[data-item]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'span',
    mergeAttributes({ 'data-item': '', class: 'chip line' }, HTMLAttributes),
    named({ type: 'itemChip', attrs: node.attrs }).text,
  ],
  renderText: ({ node }) => named({ type: 'itemChip', attrs: node.attrs }).text,
});
