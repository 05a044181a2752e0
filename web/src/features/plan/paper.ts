// A plan on paper: which days it shows, what its columns are called, and which rows one sheet holds.
import type { Day, Plan } from '../../api/types';
import { addDays, daysBetween, weekday } from '../../words/dates';
import type { Row, Scale } from './rows';

/** How wide a sheet is, and the names on it, in its own units: a row is as high as on a screen. */
export const whole = 1800;
export const side = 560;
/** How high the line above the rows is. */
export const head = 44;
/** Rows of a sheet that lies on its side; on the first one stands how the project does. */
const rowsOfFirst = 22;
const rowsOfSheet = 32;
/** The room the name of a column needs. */
const room = 84;
/** Days within which today has a place beside what is planned. */
const near = 28;

/** The days that are drawn: those of the plan from a Monday on, and today where that is near. */
export function daysOnPaper(plan: Plan): { from: Day; days: number } {
  const all = [plan.finish, ...plan.tasks.flatMap(({ start, due }) => [start, due])];
  const planned = all.reduce((a, b) => (a < b ? a : b));
  const ended = all.reduce((a, b) => (a > b ? a : b));
  const { today } = plan;
  const first = today < planned && daysBetween(today, planned) <= near ? today : planned;
  const last = today > ended && daysBetween(ended, today) <= near ? today : ended;
  const from = addDays(first, 1 - weekday(first));
  return { from, days: daysBetween(from, last) + 8 };
}

export interface Column {
  day: Day;
  by: 'week' | 'month' | 'year';
}

/** The columns: weeks where there is room for their names, else months, quarters, years, or tens of them. */
export function columnsOf({ from, width }: Scale, days: number): Column[] {
  if (7 * width >= room)
    return Array.from({ length: Math.ceil(days / 7) }, (_, at) => ({
      day: addDays(from, at * 7),
      by: 'week',
    }));
  const count = [1, 3, 12, 120].find((months) => months * 30 * width >= room) ?? 1200;
  const month = (day: Day) => Number(day.slice(0, 4)) * 12 + Number(day.slice(5, 7)) - 1;
  const last = month(addDays(from, days - 1));
  const columns: Column[] = [];
  // The month it begins in is cut, so it has no name.
  for (let at = Math.ceil((month(from) + 1) / count) * count; at <= last; at += count) {
    const [year, of] = [String(Math.floor(at / 12)), String((at % 12) + 1)];
    const day = `${year.padStart(4, '0')}-${of.padStart(2, '0')}-01`;
    columns.push({ day, by: count < 12 ? 'month' : 'year' });
  }
  return columns;
}

export interface Sheet {
  /** The first row on it. */
  from: number;
  /** The row behind its last one. */
  to: number;
}

/** Which rows stand on which sheet: the name of a group never stands below all others. */
export function sheetsOf(rows: Row[]): Sheet[] {
  const sheets: Sheet[] = [];
  for (let from = 0; from < rows.length; from = sheets.at(-1)!.to) {
    let to = Math.min(rows.length, from + (from ? rowsOfSheet : rowsOfFirst));
    while (to < rows.length && to > from + 1 && rows[to - 1]?.kind === 'group') to -= 1;
    sheets.push({ from, to });
  }
  return sheets;
}

/** A title in its place. */
export function cut(title: string, most = 36): string {
  const letters = [...title];
  if (letters.length <= most) return title;
  return `${letters
    .slice(0, most - 1)
    .join('')
    .trimEnd()}…`;
}
