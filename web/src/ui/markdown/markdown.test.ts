import { describe, expect, it } from 'vitest';
import { blocks } from './blocks';
import { inlines, safeAddress } from './inline';

const id = '01890a5d-ac96-774b-bcce-b302099a8057';

describe('a paragraph', () => {
  it('knows emphasis, code and struck words', () => {
    expect(inlines('a **b _c_** `d*e*` ~~f~~ snake_case_name')).toEqual([
      { kind: 'text', text: 'a ' },
      {
        kind: 'strong',
        children: [
          { kind: 'text', text: 'b ' },
          { kind: 'em', children: [{ kind: 'text', text: 'c' }] },
        ],
      },
      { kind: 'text', text: ' ' },
      { kind: 'code', text: 'd*e*' },
      { kind: 'text', text: ' ' },
      { kind: 'strike', children: [{ kind: 'text', text: 'f' }] },
      { kind: 'text', text: ' snake_case_name' },
    ]);
  });

  it('draws mentions and items from their ids', () => {
    expect(inlines(`[@Ana](guildhall:person/${id}) see [Flue](guildhall:item/${id})`)).toEqual([
      { kind: 'person', id, label: '@Ana' },
      { kind: 'text', text: ' see ' },
      { kind: 'item', id, label: 'Flue' },
    ]);
  });

  it('follows only safe addresses', () => {
    expect(safeAddress('javascript:alert(1)')).toBeNull();
    expect(safeAddress(' DATA:text/html,x')).toBeNull();
    expect(inlines('[x](javascript:alert(1))')).toEqual([{ kind: 'text', text: '[x](javascript:alert(1))' }]);
    expect(inlines('<script>x</script>')).toEqual([{ kind: 'text', text: '<script>x</script>' }]);
    expect(inlines('see https://example.org/a_b_(c), now.')[1]).toEqual({
      kind: 'link',
      to: 'https://example.org/a_b_(c',
      children: [{ kind: 'text', text: 'https://example.org/a_b_(c' }],
    });
  });

  it('leaves unfinished signs alone', () => {
    const text = '2 * 3 * 4, [half, **open, `tick, a ~ b \\*kept\\*';
    expect(inlines(text)).toEqual([{ kind: 'text', text: text.replace(/\\/g, '') }]);
  });
});

describe('a body', () => {
  it('is headings, lists in lists, quotes, code and tables', () => {
    const source =
      '# One\n\n- a\n  - [x] b\n  - [ ] c\n- d\n\n2. two\n3. three\n\n> said\n> so\n\n```\nx < y\n```\n\n| a | b |\n|---|--:|\n| 1 | 2 |\n\n---\nend';
    const tree = blocks(source);
    expect(tree.map((b) => b.kind)).toEqual([
      'heading',
      'list',
      'list',
      'quote',
      'code',
      'table',
      'rule',
      'paragraph',
    ]);
    const [, first, second] = tree;
    if (first?.kind !== 'list' || second?.kind !== 'list') throw new Error('lists expected');
    expect(first.items).toHaveLength(2);
    const inner = first.items[0]?.children[1];
    expect(inner?.kind === 'list' && inner.items.map((i) => i.ticked)).toEqual([true, false]);
    expect([second.ordered, second.start, second.items.length]).toEqual([true, 2, 2]);
  });

  it('survives what nobody would type', () => {
    expect(() => blocks('>'.repeat(5000) + '\n' + '- '.repeat(5000))).not.toThrow();
    expect(() => blocks('*'.repeat(15_000) + '['.repeat(4000))).not.toThrow();
  });
});
