import { describe, expect, it } from 'vitest';
import type { Plan, PlanTask, Space } from '../../api/types';
import { arrow, boxOf, linksOn, rangeOf, rowsOf } from './rows';

const task = (id: string, section: number | null, start = '2026-11-23', due = '2026-11-24') =>
  ({ id, section_id: section, start, due }) as PlanTask;
const plan = (tasks: PlanTask[]) => ({ tasks, today: '2026-11-25', finish: '2026-12-18' }) as Plan;
const space = { sections: [{ id: 4, name: 'Plant room', order: '0' }] } as unknown as Space;

describe('rows of a plan', () => {
  it('are grouped by sections, and not at all without', () => {
    const all = plan([task('a', 4), task('b', null)]);
    const names = (rows: ReturnType<typeof rowsOf>) =>
      rows.map((row) => (row.kind === 'group' ? row.name : row.id));
    expect(names(rowsOf(all, space, new Set(), 'None'))).toEqual(['None', 'b', 'Plant room', 'a']);
    expect(names(rowsOf(all, space, new Set(['4']), 'None'))).toEqual(['None', 'b', 'Plant room']);
    expect(names(rowsOf(plan([task('b', null)]), space, new Set(), 'None'))).toEqual(['b']);
  });

  it('begin on a Monday and reach past the finish', () => {
    const { from, days } = rangeOf(plan([task('a', null)]));
    expect(from).toBe('2026-11-16');
    expect(days).toBeGreaterThan(32);
  });
});

describe('arrows', () => {
  it('go round when the next one begins too early, and are drawn where one end is near', () => {
    const scale = { from: '2026-11-23', width: 10 };
    const box = boxOf(scale, { start: '2026-11-23', due: '2026-11-24' });
    expect(box).toEqual({ x: 0, width: 20 });
    expect(arrow(box, { x: 50, width: 10 }, 0, 1)).toMatch(/^M20 18H26V54H49/);
    expect(arrow(box, { x: 10, width: 10 }, 0, 1)).toMatch(/^M20 18H26V36H1V54/);
    const links = [{ predecessor_id: 'a', task_id: 'b', lag_days: 0, broken: false }];
    const places = new Map([
      ['a', 2],
      ['b', 90],
    ]);
    expect(linksOn(links, places, 10, 20)).toHaveLength(1);
    expect(linksOn(links, places, 91, 99)).toHaveLength(0);
  });
});
