import { describe, expect, it } from 'vitest';
import { cell } from './csv';

describe('cells of a spreadsheet file', () => {
  it('keep commas, quotes and lines', () => {
    expect(cell('Ferrer, Lucía')).toBe('"Ferrer, Lucía"');
    expect(cell('the "old" one')).toBe('"the ""old"" one"');
    expect(cell('plain')).toBe('plain');
  });

  it('never become formulas', () => {
    expect(cell('=HYPERLINK("x")')).toBe('"\'=HYPERLINK(""x"")"');
    expect(cell('+49 30 1234')).toBe("'+49 30 1234");
    expect(cell('@sum')).toBe("'@sum");
  });
});
