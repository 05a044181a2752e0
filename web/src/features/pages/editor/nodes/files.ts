// Pictures and files of a page: attachments of it, named by their id. Nothing from elsewhere is shown.
import { Node, mergeAttributes } from '@tiptap/core';
import { apiPath } from '../../../../api/client';
import { drawnBy } from './drawn.svelte';
import PageImage from '../../read/PageImage.svelte';

const ids = /^[0-9a-f-]{36}$/;
const idOf = (element: HTMLElement) => {
  const id = element.getAttribute('data-file') ?? '';
  return ids.test(id) ? id : null;
};

export const Image = Node.create({
  name: 'image',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    file: { default: null, parseHTML: idOf, renderHTML: (attrs) => ({ 'data-file': attrs.file as string }) },
    alt: { default: '' },
    width: {
      default: null,
      parseHTML: (element: HTMLElement) => Number(element.getAttribute('data-width')) || null,
      renderHTML: (attrs) => (attrs.width ? { 'data-width': String(attrs.width) } : {}),
    },
  }),
  parseHTML: () => [{ tag: 'img[data-file]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'img',
    mergeAttributes({ src: apiPath(`/files/${String(node.attrs.file)}`) }, HTMLAttributes),
  ],
  addNodeView: () => drawnBy(PageImage, () => ({})),
});

export const FileBlock = Node.create({
  name: 'fileBlock',
  group: 'block',
  atom: true,
  draggable: true,
  addAttributes: () => ({
    file: { default: null, parseHTML: idOf, renderHTML: (attrs) => ({ 'data-file': attrs.file as string }) },
    name: {
      default: '',
      parseHTML: (element: HTMLElement) => element.getAttribute('data-name') ?? '',
      renderHTML: (attrs) => ({ 'data-name': attrs.name as string }),
    },
  }),
  parseHTML: () => [{ tag: 'div[data-file]' }],
  renderHTML: ({ node, HTMLAttributes }) => [
    'div',
    mergeAttributes({ class: 'fileblock' }, HTMLAttributes),
    String(node.attrs.name),
  ],
});
