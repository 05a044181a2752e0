import { describe, expect, it } from 'vitest';
import { clock, daysOf, mondayOf, weekNumber } from './format';

describe('weeks', () => {
  it('begin on Mondays, also over the end of a year', () => {
    expect(mondayOf('2026-11-29')).toBe('2026-11-23');
    expect(mondayOf('2027-01-01')).toBe('2026-12-28');
    expect(daysOf('2026-12-28').at(-1)).toBe('2027-01-03');
  });

  it.each([
    ['2026-11-23', 48],
    ['2026-12-28', 53],
    ['2027-01-04', 1],
    ['2024-12-30', 1],
  ])('%s begins week %i', (monday, number) => expect(weekNumber(monday)).toBe(number));

  it('shows minutes as hours', () => {
    expect([clock(0), clock(75), clock(1440)]).toEqual(['0:00', '1:15', '24:00']);
  });
});
