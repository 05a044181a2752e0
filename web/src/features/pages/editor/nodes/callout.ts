import { Node, mergeAttributes } from '@tiptap/core';

export const calloutKinds = ['note', 'tip', 'warning', 'important'] as const;
export type CalloutKind = (typeof calloutKinds)[number];

declare module '@tiptap/core' {
  interface Commands<ReturnType> {
    callout: {
      /** Puts the blocks of the selection into a callout, gives the one around it another kind, or takes it away. */
      toggleCallout: (kind: CalloutKind) => ReturnType;
    };
  }
}

/** A box that says: mind this. */
export const Callout = Node.create({
  name: 'callout',
  group: 'block',
  content: 'block+',
  defining: true,
  addAttributes: () => ({
    kind: {
      default: 'note',
      parseHTML: (element: HTMLElement) =>
        calloutKinds.find((kind) => kind === element.getAttribute('data-callout')) ?? 'note',
      renderHTML: (attrs) => ({ 'data-callout': String(attrs.kind) }),
    },
  }),
  parseHTML: () => [{ tag: 'div[data-callout]' }],
  renderHTML: ({ HTMLAttributes }) => ['div', mergeAttributes({ class: 'callout' }, HTMLAttributes), 0],
  addCommands() {
    return {
      toggleCallout:
        (kind) =>
        ({ commands, editor }) => {
          if (editor.isActive(this.name, { kind })) return commands.lift(this.name);
          if (editor.isActive(this.name)) return commands.updateAttributes(this.name, { kind });
          return commands.wrapIn(this.name, { kind });
        },
    };
  },
});
