// How words can be marked. All of them the same way: a tag, a key, and the signs of Markdown.
import { Mark, markInputRule, markPasteRule, mergeAttributes } from '@tiptap/core';
import { safeAddress } from '../../../../ui/markdown/inline';

interface Way {
  tag: string;
  /** Other tags and styles that mean it. */
  also?: string[];
  style?: [name: string, means: RegExp];
  keys: string[];
  /** What it stands between when it is typed. */
  typed?: RegExp;
  code?: boolean;
}

const between = (sign: string, of: string) => new RegExp(`(?:^|\\s)(${sign}(?!\\s)([^${of}]+)${sign})$`);

const ways: Record<string, Way> = {
  bold: {
    tag: 'strong',
    also: ['b'],
    style: ['font-weight', /^(bold(er)?|[5-9]\d{2})$/],
    keys: ['Mod-b'],
    typed: between('\\*\\*', '*'),
  },
  italic: {
    tag: 'em',
    also: ['i'],
    style: ['font-style', /^italic$/],
    keys: ['Mod-i'],
    typed: /(?:^|\s)(\*(?!\s)([^*]+)\*)$/,
  },
  strike: {
    tag: 's',
    also: ['del', 'strike'],
    style: ['text-decoration', /line-through/],
    keys: ['Mod-Shift-s'],
    typed: between('~~', '~'),
  },
  underline: { tag: 'u', style: ['text-decoration', /underline/], keys: ['Mod-u'] },
  code: { tag: 'code', keys: ['Mod-e'], typed: /(?:^|\s)(`([^`]+)`)$/, code: true },
  highlight: { tag: 'mark', keys: ['Mod-Shift-h'], typed: between('==', '=') },
};

export const marks = Object.entries(ways).map(([name, way]) =>
  Mark.create({
    name,
    code: way.code ?? false,
    ...(way.code ? { excludes: '_', exitable: true } : {}),
    parseHTML() {
      const { style } = way;
      return [
        {
          tag: way.tag,
          // Some programs wrap what they copy in <b> and say that it is not bold.
          getAttrs: (element: HTMLElement) =>
            style?.[0] === 'font-weight' && element.style.fontWeight === 'normal' ? false : null,
        },
        ...(way.also ?? []).map((tag) => ({
          tag,
          getAttrs: (element: HTMLElement) =>
            (tag === 'b' && element.style.fontWeight === 'normal' ? false : null) as null | false,
        })),
        ...(style
          ? [
              {
                style: style[0],
                consuming: false,
                getAttrs: (value: string) => (style[1].test(value) ? {} : false) as object | false,
              },
            ]
          : []),
      ];
    },
    renderHTML: () => [way.tag, 0],
    addKeyboardShortcuts() {
      return Object.fromEntries(
        way.keys.map((key) => [key, () => this.editor.commands.toggleMark(this.name)]),
      );
    },
    addInputRules() {
      return way.typed ? [markInputRule({ find: way.typed, type: this.type })] : [];
    },
  }),
);

const address = /(?:https?:\/\/|www\.)[^\s<>"]+[^\s<>"'.,;:!?)\]}]/g;
/** Where a link in a page may lead: elsewhere in the open, to a heading of this page, or to a place of this server. */
export const mayLead = (to: string) => safeAddress(to) !== null || /^(#|\/(?![/\\]))/.test(to);
const lead = (to: string) => ({ href: safeAddress(to) ?? to });

export const Link = Mark.create({
  name: 'link',
  priority: 1000,
  keepOnSplit: false,
  inclusive: false,
  addAttributes: () => ({ href: { default: null } }),
  parseHTML: () => [
    {
      tag: 'a[href]',
      getAttrs: (element: HTMLElement) => (mayLead(element.getAttribute('href') ?? '') ? null : false),
    },
  ],
  renderHTML: ({ HTMLAttributes }) => {
    const to = String(HTMLAttributes.href ?? '');
    const more = { rel: 'noopener noreferrer', target: '_blank', href: mayLead(to) ? to : null };
    return ['a', mergeAttributes(HTMLAttributes, more), 0];
  },
  addInputRules() {
    const typed = new RegExp(`(?:^|\\s)(${address.source})\\s$`);
    return [
      {
        find: typed,
        undoable: true,
        // The address stays as it was typed; the space behind it does not belong to it.
        handler: ({ state, range, match }) => {
          const words = match[1] ?? '';
          const from = range.from + match[0].indexOf(words);
          state.tr
            .addMark(from, from + words.length, this.type.create(lead(words)))
            .insertText(' ', range.to);
          state.tr.removeStoredMark(this.type);
        },
      },
    ];
  },
  addPasteRules() {
    return [markPasteRule({ find: address, type: this.type, getAttributes: (match) => lead(match[0]) })];
  },
});
