import { Node, textblockTypeInputRule } from '@tiptap/core';

/** Words that are kept as they are typed. Two empty lines at its end, or the arrow down, lead out of it. */
export const CodeBlock = Node.create({
  name: 'codeBlock',
  group: 'block',
  content: 'text*',
  marks: '',
  code: true,
  defining: true,
  addAttributes: () => ({
    language: {
      default: null,
      parseHTML: (element: HTMLElement) =>
        /language-(\S+)/.exec(element.querySelector('code')?.className ?? '')?.[1] ?? null,
      renderHTML: () => ({}),
    },
  }),
  parseHTML: () => [{ tag: 'pre', preserveWhitespace: 'full' }],
  renderHTML: ({ node }) => [
    'pre',
    ['code', node.attrs.language ? { class: `language-${String(node.attrs.language)}` } : {}, 0],
  ],
  addKeyboardShortcuts() {
    const { editor } = this;
    const here = () => editor.isActive(this.name) && editor.state.selection.empty;
    const atEnd = () => {
      const { $from } = editor.state.selection;
      return $from.parentOffset === $from.parent.content.size;
    };
    return {
      'Mod-Alt-c': () => editor.commands.toggleNode(this.name, 'paragraph'),
      Backspace: () =>
        here() && !editor.state.selection.$from.parent.textContent && editor.commands.clearNodes(),
      Enter: () => {
        if (!here() || !atEnd() || !editor.state.selection.$from.parent.textContent.endsWith('\n\n'))
          return false;
        return editor
          .chain()
          .command(({ tr }) => {
            tr.delete(tr.selection.from - 2, tr.selection.from);
            return true;
          })
          .exitCode()
          .run();
      },
      ArrowDown: () => {
        const { $from } = editor.state.selection;
        return (
          here() && atEnd() && $from.after() === editor.state.doc.content.size && editor.commands.exitCode()
        );
      },
    };
  },
  addInputRules() {
    return [
      textblockTypeInputRule({
        find: /^```([a-z0-9+#-]*)[\s\n]$/,
        type: this.type,
        getAttributes: (match) => ({ language: match[1] || null }),
      }),
    ];
  },
});
