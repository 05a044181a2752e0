import { describe, expect, it } from 'vitest';
import { askedAt, toMarkdown, toText, type Ref } from './refs';

const ana = '01890a5d-ac96-774b-bcce-b302099a8057';
const other = '01890a5d-ac96-774b-bcce-b302099a8058';
const refs: Ref[] = [
  { token: '@Ana', kind: 'person', id: other },
  { token: '@Ana Ruiz', kind: 'person', id: ana },
  { token: '#Order [3] gaskets', kind: 'item', id: other },
];

describe('names in a text', () => {
  it('become links, the longest first, and only whole', () => {
    expect(toMarkdown('@Ana Ruiz and @Ana, not @Anabel: #Order [3] gaskets', refs)).toBe(
      `[@Ana Ruiz](guildhall:person/${ana}) and [@Ana](guildhall:person/${other}), not @Anabel: ` +
        `[Order \\[3\\] gaskets](guildhall:item/${other})`,
    );
  });

  it('come back as they were typed', () => {
    const markdown = `Hi [@Ana Ruiz](guildhall:person/${ana}), see [Order \\[3\\] gaskets](guildhall:item/${other}).`;
    const { text, refs: found } = toText(markdown);
    expect(text).toBe('Hi @Ana Ruiz, see #Order [3] gaskets.');
    expect(toMarkdown(text, found)).toBe(markdown);
  });

  it('never swap two people with one name', () => {
    const markdown = `[@Ana](guildhall:person/${ana}) [@Ana](guildhall:person/${other})`;
    const { text, refs: found } = toText(markdown);
    expect(toMarkdown(text, found)).toBe(markdown);
  });

  it('are asked for while they are typed', () => {
    expect(askedAt('hello @an', 9)).toEqual({ sign: '@', start: 6, typed: 'an' });
    expect(askedAt('see #', 5)).toEqual({ sign: '#', start: 4, typed: '' });
    expect(askedAt('mail ana@example.org', 20)).toBeNull();
    expect(askedAt('one #two\nthree', 14)).toBeNull();
  });
});
