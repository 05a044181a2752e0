import { expect, test } from 'vitest';
import { dayOfSince, sinceOf } from './since';

test('the address says since when, and nonsense is the last visit', () => {
  expect(sinceOf(null)).toBe('visit');
  expect(sinceOf('friday')).toBe('friday');
  expect(sinceOf('2026-11-16')).toBe('2026-11-16');
  expect(sinceOf('16.11.')).toBe('visit');
});

test('Friday is the one before today, whatever day that is', () => {
  const fridays = ['2026-11-23', '2026-11-26', '2026-11-27', '2026-11-28', '2026-11-29'].map((today) =>
    dayOfSince('friday', today),
  );
  expect(fridays).toEqual(['2026-11-20', '2026-11-20', '2026-11-20', '2026-11-27', '2026-11-27']);
  expect(dayOfSince('week', '2026-11-23')).toBe('2026-11-16');
  expect(dayOfSince('visit', '2026-11-23')).toBeUndefined();
  expect(dayOfSince('2026-11-01', '2026-11-23')).toBe('2026-11-01');
});
