import { expect, test } from 'vitest';
import { daysOf, stretches } from './days';

test('days in a row are one line, whatever order they come in', () => {
  expect(stretches(['2026-12-26', '2026-12-24', '2026-12-25', '2027-01-01', '2026-12-25'])).toEqual([
    { from: '2026-12-24', to: '2026-12-26' },
    { from: '2027-01-01', to: '2027-01-01' },
  ]);
  expect(stretches([])).toEqual([]);
});

test('a stretch is all its days, over the end of a month and of February', () => {
  expect(daysOf({ from: '2028-02-28', to: '2028-03-01' })).toEqual([
    '2028-02-28',
    '2028-02-29',
    '2028-03-01',
  ]);
  expect(daysOf({ from: '2026-12-24', to: '2026-12-24' })).toEqual(['2026-12-24']);
  expect(daysOf({ from: '2026-12-24', to: '2026-12-23' })).toEqual([]);
  expect(daysOf({ from: '2026-01-01', to: '2036-01-01' })).toEqual([]);
});
