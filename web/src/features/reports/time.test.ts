import { expect, test } from 'vitest';
import './words';
import { firstDay, moved, timeOf, timeWords, took } from './time';

const today = '2026-11-29';
const of = (query: string) => timeOf(new URLSearchParams(query), today);

test('a report is about the last ninety days unless the address says other ones', () => {
  expect(of('')).toEqual({ length: 90, to: null });
  expect(of('days=30&to=2026-10-31')).toEqual({ length: 30, to: '2026-10-31' });
  expect(firstDay(of(''), today)).toBe('2026-09-01');
});

test('what nobody can mean is today and ninety days', () => {
  for (const query of ['days=7', 'days=x&to=tomorrow', 'to=2026-13-40', 'to=2027-01-01', `to=${today}`])
    expect(of(query)).toEqual({ length: 90, to: null });
});

test('one goes back and forth by the length of the time, and never beyond today', () => {
  expect(moved(of('days=30'), -1, today)).toBe('2026-10-30');
  expect(moved(of('days=30&to=2026-10-30'), 1, today)).toBe(null);
  expect(moved(of('days=30&to=2026-09-30'), 1, today)).toBe('2026-10-30');
});

test('it is said in words', () => {
  expect(timeWords(of(''), today)).toBe('Last 90 days');
  expect(timeWords(of('days=30&to=2026-10-31'), today)).toContain('–');
  expect([took(40), took(170), took(4 * 24 * 60)]).toEqual(['40 min', '2 h 50', '4 days']);
});
