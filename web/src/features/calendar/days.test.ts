import { beforeAll, describe, expect, it, vi } from 'vitest';
import type { Occurrence } from '../../api/types';

vi.stubGlobal('document', { addEventListener: () => {} });
const { locale } = await import('../../words/locale.svelte');
const { daysOf, moved, pieces, shown, step } = await import('./days');

const at = (from: string, to: string, more: Partial<Occurrence> = {}) =>
  ({
    start: { date: from.slice(0, 10), time: from.slice(11, 16), zone: 'UTC' },
    starts_at: `${from}:00.000Z`,
    ends_at: `${to}:00.000Z`,
    minutes: (Date.parse(`${to}Z`) - Date.parse(`${from}Z`)) / 60_000,
    last_day: null,
    ...more,
  }) as Occurrence;

describe('the days of a calendar', () => {
  beforeAll(() => locale.use('en-GB', 'UTC', 1));

  it('shows whole weeks of a month', () => {
    expect(shown('month', '2026-11-23')).toEqual({ from: '2026-10-26', to: '2026-12-06' });
    expect(shown('week', '2026-11-25')).toEqual({ from: '2026-11-23', to: '2026-11-29' });
    expect(step('month', '2026-11-30', 1)).toBe('2026-12-01');
  });

  it('puts what overlaps side by side and nothing else', () => {
    const day = [
      at('2026-11-23T09:00', '2026-11-23T10:00'),
      at('2026-11-23T09:30', '2026-11-23T11:00'),
      at('2026-11-23T10:00', '2026-11-23T10:30'),
      at('2026-11-23T12:00', '2026-11-23T13:00'),
    ];
    const places = pieces(day, '2026-11-23').map(({ column, columns }) => [column, columns]);
    expect(places).toEqual([
      [0, 2],
      [1, 2],
      [0, 2],
      [0, 1],
    ]);
  });

  it('cuts what goes over midnight', () => {
    const night = at('2026-11-23T22:00', '2026-11-24T02:00');
    expect(daysOf(night)).toEqual({ first: '2026-11-23', last: '2026-11-24' });
    expect(pieces([night], '2026-11-23')[0]).toMatchObject({ from: 1320, to: 1440, later: false });
    expect(pieces([night], '2026-11-24')[0]).toMatchObject({ from: 0, to: 120, later: true });
    expect(daysOf(at('2026-11-23T22:00', '2026-11-24T00:00')).last).toBe('2026-11-23');
  });

  it('moves something in its own zone', () => {
    const there = at('2026-11-23T14:00', '2026-11-23T15:00', {
      start: { date: '2026-11-23', time: '09:00', zone: 'America/New_York' },
    });
    expect(moved(there, 1, 30)).toEqual({ date: '2026-11-24', time: '09:30', zone: 'America/New_York' });
    expect(moved(there, 0, -15 * 60)).toEqual({
      date: '2026-11-22',
      time: '18:00',
      zone: 'America/New_York',
    });
  });
});
