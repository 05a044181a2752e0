// Everything a page may hold, by the names that stand in the file.
import type { Extensions } from '@tiptap/core';
import { Heading } from '@tiptap/extension-heading';
import Highlight from '@tiptap/extension-highlight';
import { TaskItem, TaskList } from '@tiptap/extension-list';
import { TableKit } from '@tiptap/extension-table';
import StarterKit from '@tiptap/starter-kit';
import type { Id } from '../../../api/types';
import { safeAddress } from '../../../ui/markdown/inline';
import { t } from '../../../words';
import { Callout } from './nodes/callout';
import { FileBlock, Image } from './nodes/files';
import { ItemChip, Mention } from './nodes/inline';
import { TableOfContents, TaskViewNode } from './nodes/lists';

const levels = [1, 2, 3, 4] as const;
/** The title of the page is its first heading, so those inside are drawn one below; what is copied keeps its level. */
const PageHeading = Heading.extend({
  parseHTML: () => [
    {
      tag: ':is(h2,h3,h4,h5)[data-level]',
      priority: 60,
      getAttrs: (element) => ({ level: Number(element.getAttribute('data-level')) || 1 }),
    },
    ...levels.map((level) => ({ tag: `h${level}`, attrs: { level } })),
  ],
  renderHTML: ({ node }) => {
    const level = Math.min(4, Math.max(1, Number(node.attrs.level)));
    return [`h${level + 1}`, { 'data-level': String(level) }, 0];
  },
}).configure({ levels: [...levels] });

export function vocabulary(space: Id): Extensions {
  return [
    StarterKit.configure({
      // Undo takes back what one wrote oneself and comes with the shared document.
      undoRedo: false,
      // A line added by opening a page would be a change nobody made.
      trailingNode: false,
      heading: false,
      link: {
        openOnClick: false,
        linkOnPaste: true,
        isAllowedUri: (address) => safeAddress(address) !== null || /^\/|^#/.test(address),
        HTMLAttributes: { target: '_blank', rel: 'noopener noreferrer' },
      },
    }),
    PageHeading,
    TaskList,
    TaskItem.configure({
      nested: true,
      a11y: { checkboxLabel: (node) => node.textContent || t('pages.empty_point') },
    }),
    TableKit.configure({ table: { resizable: true, cellMinWidth: 60 } }),
    Highlight,
    Callout,
    Image,
    FileBlock,
    TableOfContents,
    TaskViewNode.configure({ space }),
    Mention,
    ItemChip,
  ];
}
