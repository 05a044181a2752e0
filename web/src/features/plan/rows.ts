// The rows of a plan, and where things stand on it.
import type { Day, Id, Plan, PlanLink, PlanTask, Space } from '../../api/types';
import { addDays, daysBetween, weekday } from '../../words/dates';

export const rowHeight = 36;
export type Zoom = 'days' | 'weeks' | 'months';
/** Pixels of a day. */
export const widths: Record<Zoom, number> = { days: 34, weeks: 11, months: 4 };

export type Row =
  { kind: 'group'; id: string; name: string; count: number } | { kind: 'task'; id: Id; task: PlanTask };

/** Grouped by the sections of the space, in its order; without sections there is one list. */
export function rowsOf(plan: Plan, space: Space, shut: ReadonlySet<string>, none: string): Row[] {
  const of = (section: number | null) => plan.tasks.filter((task) => (task.section_id ?? null) === section);
  const sections = space.sections.map(({ id, name }) => ({ id: String(id), name, tasks: of(id) }));
  const used = sections.filter(({ tasks }) => tasks.length);
  const rest = of(null);
  if (!used.length) return rest.map((task) => ({ kind: 'task', id: task.id, task }));
  const groups = rest.length ? [{ id: '0', name: none, tasks: rest }, ...used] : used;
  return groups.flatMap(({ id, name, tasks }) => [
    { kind: 'group' as const, id, name, count: tasks.length },
    ...(shut.has(id) ? [] : tasks.map((task) => ({ kind: 'task' as const, id: task.id, task }))),
  ]);
}

/** The days that can be scrolled to: what is planned, today and the finish, with room around. */
export function rangeOf(plan: Plan): { from: Day; days: number } {
  const starts = plan.tasks.map(({ start }) => start);
  const ends = plan.tasks.map(({ due }) => due);
  const first = [plan.today, ...starts].reduce((a, b) => (a < b ? a : b));
  const last = [plan.today, plan.finish, ...ends].reduce((a, b) => (a > b ? a : b));
  const early = addDays(first, -7);
  const from = addDays(early, 1 - weekday(early));
  return { from, days: daysBetween(from, last) + 60 };
}

export interface Scale {
  from: Day;
  width: number;
}

export const xOf = (scale: Scale, day: Day) => daysBetween(scale.from, day) * scale.width;

export interface Box {
  x: number;
  width: number;
}

export function boxOf(scale: Scale, { start, due }: { start: Day; due: Day }): Box {
  return { x: xOf(scale, start), width: Math.max(3, (daysBetween(start, due) + 1) * scale.width) };
}

/** The arrow from the end of one row to the beginning of another. */
export function arrow(from: Box, to: Box, fromRow: number, toRow: number): string {
  const y = (row: number) => row * rowHeight + rowHeight / 2;
  const [x1, y1, x2, y2] = [from.x + from.width, y(fromRow), to.x, y(toRow)];
  const tip = `M${x2 - 5} ${y2 - 3.5}L${x2 - 1} ${y2}L${x2 - 5} ${y2 + 3.5}`;
  if (x2 - x1 >= 12) return `M${x1} ${y1}H${x1 + 6}V${y2}H${x2 - 1}${tip}`;
  const between = y2 - (y2 > y1 ? rowHeight / 2 : -rowHeight / 2);
  return `M${x1} ${y1}H${x1 + 6}V${between}H${x2 - 9}V${y2}H${x2 - 1}${tip}`;
}

/** What stands on the rows between two: their links, each with the places of its ends. */
export function linksOn(links: PlanLink[], places: Map<Id, number>, from: number, to: number) {
  return links.flatMap((link) => {
    const [a, b] = [places.get(link.predecessor_id), places.get(link.task_id)];
    if (a === undefined || b === undefined) return [];
    return Math.max(a, b) < from || Math.min(a, b) > to ? [] : [{ link, from: a, to: b }];
  });
}
