// Everything a page may hold, by the names that stand in the file.
import type { Extensions } from '@tiptap/core';
import { Blockquote } from '@tiptap/extension-blockquote';
import { Document } from '@tiptap/extension-document';
import { HardBreak } from '@tiptap/extension-hard-break';
import { Heading } from '@tiptap/extension-heading';
import { HorizontalRule } from '@tiptap/extension-horizontal-rule';
import { Paragraph } from '@tiptap/extension-paragraph';
import { Text } from '@tiptap/extension-text';
import { Dropcursor, Gapcursor } from '@tiptap/extensions';
import type { Id } from '../../../api/types';
import { Callout } from './nodes/callout';
import { CodeBlock } from './nodes/code';
import { FileBlock, Image } from './nodes/files';
import { ranks } from './headings';
import { ItemChip, Mention } from './nodes/inline';
import { TableOfContents, TaskViewNode } from './nodes/lists';
import { Link, marks } from './nodes/marks';
import { BulletList, ListItem, OrderedList, TaskItem, TaskList } from './nodes/points';
import { tables } from './nodes/tables';

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
  addProseMirrorPlugins: () => [ranks()],
}).configure({ levels: [...levels] });

export function vocabulary(space: Id): Extensions {
  // Nothing here adds a line by itself when a page is opened: that would be a change nobody made.
  return [
    Document,
    Paragraph,
    Text,
    PageHeading,
    Blockquote,
    CodeBlock,
    HardBreak,
    HorizontalRule,
    BulletList,
    OrderedList,
    ListItem,
    TaskList,
    TaskItem,
    ...tables,
    ...marks,
    Link,
    Dropcursor,
    Gapcursor,
    Callout,
    Image,
    FileBlock,
    TableOfContents,
    TaskViewNode.configure({ space }),
    Mention,
    ItemChip,
  ];
}
