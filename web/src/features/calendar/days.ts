// The days of a view, and where what is at a time stands among the hours. Everything is as the person's own zone has it.
import type { Day, Instant, Occurrence, When } from '../../api/types';
import { addDays, dayOf, daysBetween, instantAt, weekday } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

export type Look = 'day' | 'week' | 'month' | 'list';
export const looks: Look[] = ['day', 'week', 'month', 'list'];

/** Minutes of a day. */
export const dayMinutes = 24 * 60;

export function weekStart(day: Day): Day {
  return addDays(day, -((weekday(day) - locale.weekStartsOn + 7) % 7));
}

export const monthStart = (day: Day): Day => `${day.slice(0, 8)}01`;

export function monthAfter(day: Day, by: number): Day {
  const [year = 0, month = 1] = day.split('-').map(Number);
  return new Date(Date.UTC(year, month - 1 + by, 1)).toISOString().slice(0, 10);
}

/** The first and last day that a view shows. */
export function shown(look: Look, day: Day): { from: Day; to: Day } {
  if (look === 'day') return { from: day, to: day };
  if (look === 'week') return { from: weekStart(day), to: addDays(weekStart(day), 6) };
  if (look === 'list') return { from: day, to: addDays(day, 27) };
  const from = weekStart(monthStart(day));
  const last = addDays(monthAfter(day, 1), -1);
  return { from, to: addDays(weekStart(last), 6) };
}

/** The same view before or after. */
export function step(look: Look, day: Day, by: number): Day {
  if (look === 'month') return monthAfter(day, by);
  return addDays(day, by * { day: 1, week: 7, list: 28 }[look]);
}

export const daysFrom = (from: Day, to: Day): Day[] =>
  Array.from({ length: daysBetween(from, to) + 1 }, (_, i) => addDays(from, i));

/** Minutes after midnight of an instant, in a zone. */
export function minutesOf(instant: Instant, zone = locale.zone): number {
  const parts = new Intl.DateTimeFormat('en-GB', {
    timeZone: zone,
    hour: '2-digit',
    minute: '2-digit',
    hourCycle: 'h23',
  }).formatToParts(new Date(instant));
  const part = (type: string) => Number(parts.find((p) => p.type === type)?.value ?? 0);
  return part('hour') * 60 + part('minute');
}

/** `9:05` as the API has it, `09:05`. */
export const clock = (minutes: number) =>
  `${String(Math.floor(minutes / 60)).padStart(2, '0')}:${String(minutes % 60).padStart(2, '0')}`;

/** An instant as a day and time in a zone. */
export function whenIn(instant: Instant, zone: string): When {
  const day = new Intl.DateTimeFormat('sv-SE', { timeZone: zone, dateStyle: 'short' }).format(
    new Date(instant),
  );
  return { date: day, time: clock(minutesOf(instant, zone)), zone };
}

/** What is on a day: the part of it that falls there. */
export interface Piece {
  one: Occurrence;
  /** Minutes after midnight. */
  from: number;
  to: number;
  /** It began on another day. */
  later: boolean;
  /** Of how many columns it takes which. */
  column: number;
  columns: number;
}

export const isWhole = (one: Occurrence) => one.starts_at === null;

/** The days something is on, as the reader sees them. */
export function daysOf(one: Occurrence): { first: Day; last: Day } {
  if (!one.starts_at || !one.ends_at) return { first: one.start.date, last: one.last_day ?? one.start.date };
  const first = dayOf(one.starts_at);
  // What ends at midnight is not on the day that begins then.
  const end = new Date(Math.max(Date.parse(one.ends_at) - 1, Date.parse(one.starts_at))).toISOString();
  return { first, last: dayOf(end) };
}

export const isOn = (one: Occurrence, day: Day) => {
  const { first, last } = daysOf(one);
  return first <= day && day <= last;
};

/** What is at a time on a day, side by side where it overlaps. Nothing is drawn shorter than `least` minutes. */
export function pieces(all: Occurrence[], day: Day, least = 25): Piece[] {
  const found = all
    .filter((one) => !isWhole(one) && isOn(one, day))
    .map((one) => {
      const { first, last } = daysOf(one);
      const from = first < day ? 0 : minutesOf(one.starts_at ?? '');
      const to = last > day ? dayMinutes : from + length(one, from, first < day);
      return { one, from, to: Math.max(to, from + least), later: first < day, column: 0, columns: 1 };
    })
    .sort((a, b) => a.from - b.from || b.to - a.to);
  let group: Piece[] = [];
  let end = -1;
  for (const piece of found) {
    if (piece.from >= end) {
      group = [];
      end = -1;
    }
    const taken = new Set(group.filter((other) => other.to > piece.from).map((other) => other.column));
    while (taken.has(piece.column)) piece.column += 1;
    group.push(piece);
    const columns = Math.max(...group.map((other) => other.column)) + 1;
    for (const other of group) other.columns = columns;
    end = Math.max(end, piece.to);
  }
  return found;
}

function length(one: Occurrence, from: number, began: boolean): number {
  if (began) return minutesOf(one.ends_at ?? '') - from || dayMinutes;
  return one.minutes ?? 0;
}

/** Where something is after it was moved by days and minutes, in its own zone. */
export function moved(one: Occurrence, days: number, minutes: number): When {
  if (!one.starts_at) return { date: addDays(one.start.date, days) };
  const at = minutesOf(one.starts_at) + minutes;
  const day = addDays(dayOf(one.starts_at), days + Math.floor(at / dayMinutes));
  const instant = instantAt(day, clock(((at % dayMinutes) + dayMinutes) % dayMinutes));
  return whenIn(instant, one.start.zone ?? locale.zone);
}
