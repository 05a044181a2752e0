import { describe, expect, it } from 'vitest';
import type { Budget } from '../../api/types';
import { partsOf, typedAmount, used } from './amounts';

const sums = (spent: string, ordered: string, left: string, forecast: string) =>
  ({ spent, ordered, left, forecast }) as Budget['sums'];

describe('amounts', () => {
  it('are read however they are typed', () => {
    for (const [typed, sent] of [
      ['48000', '48000'],
      ['1250,50', '1250.50'],
      ['1,250.50', '1250.50'],
      ['1.250,50', '1250.50'],
      ['48,000', '48000'],
      ['1.000.000', '1000000'],
      ['1 250', '1250'],
      ['0.125', '0.125'],
      ['0,125', '0.125'],
      ['-5', '-5'],
      ['a lot', 'alot'],
    ])
      expect(typedAmount(typed ?? '')).toBe(sent);
  });

  it('add up exactly', () => {
    expect(used({ sums: sums('0.10', '0.20', '0.00', '0.30') })).toBe('0.30');
    expect(used({ sums: sums('1250', '5', '0', '1255') })).toBe('1255');
    expect(used({ sums: null })).toBe('0');
  });
});

describe('the bar of a budget', () => {
  it('is as long as the amount, and as everything where that is more', () => {
    const fits = partsOf({ amount: '100.00', sums: sums('40.00', '20.00', '10.00', '70.00') });
    expect(fits).toEqual({ spent: 40, ordered: 20, left: 10, end: null });
    const over = partsOf({ amount: '100.00', sums: sums('100.00', '60.00', '40.00', '200.00') });
    expect(over).toEqual({ spent: 50, ordered: 30, left: 20, end: 50 });
  });
});
