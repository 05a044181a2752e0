import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { addDays, ago, bytes, dayLabel, daysBetween, dueWords, duration, longDay, moment } from './dates';
import { dayIn, locale } from './locale.svelte';
import { typedDay } from './typed-day';

beforeEach(() => {
  vi.useFakeTimers({ now: new Date('2026-11-23T09:15:00Z') }); // a Monday
  vi.stubGlobal('document', { addEventListener: () => {} });
  locale.start();
  vi.advanceTimersByTime(30_000);
  locale.use('en-GB', 'Europe/Berlin', 1);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('days in words', () => {
  it('are near days by name and others by date', () => {
    expect(
      ['2026-11-22', '2026-11-23', '2026-11-24', '2026-11-27', '2026-11-30', '2027-01-02'].map(dayLabel),
    ).toEqual(['Yesterday', 'Today', 'Tomorrow', 'Fri', '30 Nov', '2 Jan 2027']);
    expect(longDay('2026-11-23')).toBe('Monday 23 November');
  });

  it('say how late open work is, and never that of done work', () => {
    expect(dueWords({ date: '2026-11-21' })).toMatchObject({ text: '2 days late', tone: 'late' });
    expect(dueWords({ date: '2026-11-22' }).text).toBe('1 day late');
    expect(dueWords({ date: '2026-11-21' }, { done: true })).toMatchObject({ text: '21 Nov', tone: '' });
    expect(dueWords({ date: '2026-11-23', time: '17:00' })).toMatchObject({ text: '17:00', tone: 'today' });
  });

  it('turn over in the zone of the person', () => {
    const lateEvening = new Date('2026-11-23T23:30:00Z');
    expect(dayIn('Europe/Berlin', lateEvening)).toBe('2026-11-24');
    expect(dayIn('America/New_York', lateEvening)).toBe('2026-11-23');
  });

  it('count across the change to winter time', () => {
    expect(addDays('2026-10-24', 2)).toBe('2026-10-26');
    expect(daysBetween('2026-03-28', '2026-03-30')).toBe(2);
  });
});

describe('a typed day', () => {
  it.each([
    ['today', '2026-11-23'],
    ['Tom', '2026-11-24'],
    ['fri', '2026-11-27'],
    ['mon', '2026-11-30'],
    ['next week', '2026-11-30'],
    ['next month', '2026-12-01'],
    ['in 3 days', '2026-11-26'],
    ['2w', '2026-12-07'],
    ['27 nov', '2026-11-27'],
    ['nov 27', '2026-11-27'],
    ['1st march', '2027-03-01'],
    ['3/12', '2026-12-03'],
    ['3.12.27', '2027-12-03'],
    ['2026-12-24', '2026-12-24'],
    ['31 nov', null],
    ['boiler', null],
    ['', null],
  ])('“%s” is %s', (text, day) => expect(typedDay(text)).toBe(day));

  it('reads the month first where people write it first', () => {
    locale.use('en-US', 'America/New_York', 7);
    expect(typedDay('12/3')).toBe('2026-12-03');
  });
});

describe('durations, sizes and moments', () => {
  it('are short', () => {
    expect([5, 60, 75, 125].map(duration)).toEqual(['5 min', '1 h', '1 h 15', '2 h 05']);
    expect([999, 1500, 340_000_000].map(bytes)).toEqual(['999 bytes', '1.5 kB', '340 MB']);
    expect(ago('2026-11-23T09:15:20Z')).toBe('just now');
    expect(ago('2026-11-23T09:03:00Z')).toBe('12 min ago');
    expect(moment('2026-11-23T07:44:00Z')).toBe('8:44');
    expect(moment('2026-11-22T07:44:00Z')).toBe('Yesterday 8:44');
  });
});
