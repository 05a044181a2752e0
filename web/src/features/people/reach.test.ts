import { describe, expect, it } from 'vitest';
import './words';
import { atWork, daysWords, hourOf } from './reach';

const berlin = {
  time_zone: 'Europe/Berlin',
  working_days: [1, 2, 3, 4, 5],
  hours_from: '08:00',
  hours_to: '17:00',
};

describe('when someone can be reached', () => {
  it('goes by their own clock', () => {
    // A Monday, 8:30 in Berlin and 7:30 in London.
    expect(atWork(berlin, new Date('2026-11-23T07:30:00Z'))).toBe(true);
    expect(atWork({ ...berlin, time_zone: 'Europe/London' }, new Date('2026-11-23T07:30:00Z'))).toBe(false);
    // Sunday evening in London is Monday morning in Auckland.
    expect(atWork({ ...berlin, time_zone: 'Pacific/Auckland' }, new Date('2026-11-22T20:00:00Z'))).toBe(true);
    expect(atWork(berlin, new Date('2026-11-21T10:00:00Z'))).toBe(false);
  });

  it('is not guessed when nothing is known', () => {
    expect(atWork({ ...berlin, hours_from: '' })).toBeNull();
    expect(atWork({ ...berlin, time_zone: 'Nowhere/Land' })).toBeNull();
  });

  it('is said in words', () => {
    expect(daysWords([1, 2, 3, 4, 5])).toBe('Mon to Fri');
    expect(daysWords([5, 1, 3])).toBe('Mon, Wed, Fri');
    expect(hourOf('08:30')).toBe(8.5);
  });
});
