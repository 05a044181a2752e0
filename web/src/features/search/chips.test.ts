import { describe, expect, it } from 'vitest';
import { cut } from './chips';

const shown = (text: string, chips: { start: number; end: number }[]) =>
  cut(text, chips).map((piece) => (piece.chip ? `[${piece.text}]` : piece.text));

describe('operators in the search field', () => {
  it('are drawn where they stand', () => {
    expect(
      shown('gasket from:jonas after:monday', [
        { start: 7, end: 17 },
        { start: 18, end: 30 },
      ]),
    ).toEqual(['gasket ', '[from:jonas]', ' ', '[after:monday]']);
    expect(shown('is:open', [{ start: 0, end: 7 }])).toEqual(['[is:open]']);
  });

  it('never lose a letter, whatever the chips say', () => {
    for (const chips of [
      [{ start: 2, end: 99 }],
      [
        { start: 0, end: 4 },
        { start: 2, end: 6 },
      ],
      [{ start: 3, end: 3 }],
    ])
      expect(
        cut('gasket', chips)
          .map((piece) => piece.text)
          .join(''),
      ).toBe('gasket');
  });
});
