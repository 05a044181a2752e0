import { describe, expect, it } from 'vitest';
import { columnValue, guessOrder, meaningOf } from './plan';

const dates = (...samples: string[]) => guessOrder({ columns: [{ name: 'Due', samples, guess: 'due' }] });

describe('the plan of an import', () => {
  it('reads the order of days and months off the samples', () => {
    expect(dates('2026-11-23')).toBe('ymd');
    expect(dates('03/04/2026', '23/11/2026')).toBe('dmy');
    expect(dates('03/04/2026', '11/23/2026')).toBe('mdy');
    expect(dates()).toBe('ymd');
  });

  it('names fields of their own', () => {
    expect(columnValue('Package', 'field')).toBe('field:Package');
    expect(meaningOf('field:Package')).toBe('field');
    expect(meaningOf('due')).toBe('due');
    expect(meaningOf(undefined)).toBe('ignore');
  });
});
