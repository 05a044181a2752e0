import { describe, expect, it } from 'vitest';
import type { Plan, PlanTask } from '../../api/types';
import { columnsOf, cut, daysOnPaper, sheetsOf } from './paper';
import type { Row } from './rows';

const task = { id: 'a', start: '2026-11-25', due: '2026-12-11' } as PlanTask;
const plan = (today: string) => ({ tasks: [task], today, finish: '2026-12-18' }) as Plan;
const names = (width: number, days: number) =>
  columnsOf({ from: '2026-11-23', width }, days).map(({ day, by }) => `${by} ${day}`);

describe('a plan on paper', () => {
  it('shows the days of the plan, and today where that is near', () => {
    expect(daysOnPaper(plan('2026-12-01'))).toEqual({ from: '2026-11-23', days: 33 });
    expect(daysOnPaper(plan('2026-11-12')).from).toBe('2026-11-09');
    expect(daysOnPaper(plan('2020-01-01'))).toEqual({ from: '2026-11-23', days: 33 });
  });

  it('has columns as narrow as their names allow', () => {
    expect(names(30, 15)).toEqual(['week 2026-11-23', 'week 2026-11-30', 'week 2026-12-07']);
    expect(names(4, 75)).toEqual(['month 2026-12-01', 'month 2027-01-01', 'month 2027-02-01']);
    expect(names(1, 300)).toEqual(['month 2027-01-01', 'month 2027-04-01', 'month 2027-07-01']);
    expect(names(0.03, 36_500)[0]).toBe('year 2030-01-01');
  });

  it('holds every row once, and no group without a task below it', () => {
    const row = (at: number): Row =>
      at === 21
        ? { kind: 'group', id: 'g', name: 'Plant room', count: 50 }
        : { kind: 'task', id: String(at), task };
    expect(sheetsOf(Array.from({ length: 70 }, (_, at) => row(at)))).toEqual([
      { from: 0, to: 21 },
      { from: 21, to: 53 },
      { from: 53, to: 70 },
    ]);
    expect(sheetsOf([])).toEqual([]);
  });

  it('cuts what is too long', () => {
    expect(cut('Order boilers', 8)).toBe('Order b…');
    expect(cut('Order', 8)).toBe('Order');
  });
});
