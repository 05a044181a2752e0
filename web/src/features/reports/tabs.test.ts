import { expect, test } from 'vitest';
import { asked, reports, weekOf } from './tabs';

const today = '2026-11-25';
const of = (id: string, query: string, space = '') =>
  asked(
    reports.find((one) => one.id === id)!,
    new URLSearchParams(query),
    space,
    today,
  );

test('each report is asked what it is about, and nothing else', () => {
  expect(of('lineup', 'days=30&day=2026-11-02', 'x')).toEqual({});
  expect(of('lineup', 'show=risk')).toEqual({ show: 'risk' });
  expect(of('lineup', 'show=some')).toEqual({ show: 'all' });
  expect(of('overdue', 'days=30', 'x')).toEqual({ space: 'x' });
  expect(of('time', 'days=30&by=person')).toEqual({ from: '2026-10-27' });
  expect(of('operations', 'by=person')).toEqual({ from: '2026-08-28', by: 'person' });
  expect(of('week', 'day=2026-11-18', 'x')).toEqual({ day: '2026-11-16', space: 'x' });
});

test('a week that nobody can mean is this one', () => {
  for (const query of ['', 'day=x', 'day=2026-13-01', 'day=2026-11-23', 'day=2027-01-01'])
    expect(weekOf(new URLSearchParams(query), today)).toBe(null);
  expect(weekOf(new URLSearchParams('day=2026-11-22'), today)).toBe('2026-11-16');
});
