import { describe, expect, it } from 'vitest';
import { toggled } from './facets';

describe('facets', () => {
  it('collect several choices and give them back one by one', () => {
    expect(toggled('space', [], 'a')).toBe('a');
    expect(toggled('space', ['a'], 'b')).toBe('a,b');
    expect(toggled('space', ['a', 'b'], 'a')).toBe('b');
    expect(toggled('space', ['b'], 'b')).toBeNull();
  });

  it('of the times only one holds', () => {
    expect(toggled('when', ['week'], 'month')).toBe('month');
    expect(toggled('when', ['week'], 'week')).toBeNull();
  });
});
