import { describe, expect, it } from 'vitest';
import type { HomePlan } from '../../../api/types';
import { everything, moved, placeOf } from './moved';

const work = (...ids: string[]) => ids.map((task_id) => ({ task_id, minutes: 30, guessed: false }));
const day = (name: string, ...ids: string[]) => ({ day: name, work: work(...ids) });
const plan = {
  today: '2026-11-23',
  days: [day('2026-11-23', 'a', 'b'), day('2026-11-24')],
  someday: work('s'),
  offers: [{ why: 'late', work: work('l') }],
  rows: [],
} as unknown as HomePlan;
const order = (now: HomePlan) =>
  everything(now)
    .map(({ task_id }) => task_id)
    .join('');

describe('planning', () => {
  it('takes a task from where it stood and puts it where it is to stand, once', () => {
    const now = moved(plan, 'l', '2026-11-23', 'b');
    expect(now.days[0]?.work.map(({ task_id }) => task_id)).toEqual(['a', 'l', 'b']);
    expect([now.offers, order(now)]).toEqual([[], 'albs']);
    expect(placeOf(now, 'l')).toBe('2026-11-23');
    expect(placeOf(moved(now, 'l', 'someday'), 'l')).toBe('someday');
  });

  it('offers what has no day any more, and loses nothing that stays in sight', () => {
    const now = moved(plan, 'a', null);
    expect([placeOf(now, 'a'), order(now)]).toEqual([null, 'labs']);
    expect(order(moved(plan, 'a', '2027-01-01'))).toBe('lbs');
    expect(moved(plan, 'unknown', '2026-11-24')).toBe(plan);
  });
});
