// Where spaces with a finish stand on one line of weeks, and what is said of them.
import type { Day, LineupReport, LineupRow, LineupStand } from '../../api/types';
import { t } from '../../words';
import { addDays, daysBetween, shortDay } from '../../words/dates';
import { mondayOf } from './tabs';

export type Zoom = 'weeks' | 'months';
export const rowHeight = 72;
/** Pixels of a week. */
const weekWidths: Record<Zoom, number> = { weeks: 59, months: 21 };
/** Days around today that are drawn at most: what lies further away is cut off. */
const [back, ahead] = [366, 3 * 366];
/** Room behind the last bar for its words. */
const room = 28;

export const tones: Record<LineupStand, 'plain' | 'red' | 'amber' | 'green'> = {
  done: 'plain',
  not_started: 'plain',
  late: 'red',
  tight: 'amber',
  on_track: 'green',
};

export interface Scale {
  from: Day;
  days: number;
  /** Pixels of a day. */
  day: number;
}

const later = (a: Day, b: Day) => (a > b ? a : b);
const earlier = (a: Day, b: Day) => (a < b ? a : b);

export function scaleOf({ from, to, today }: Pick<LineupReport, 'from' | 'to' | 'today'>, zoom: Zoom): Scale {
  const first = mondayOf(later(from, addDays(today, -back)));
  const last = addDays(earlier(to, addDays(today, ahead)), room);
  return { from: first, days: Math.max(12 * 7, daysBetween(first, last)), day: weekWidths[zoom] / 7 };
}

export const widthOf = (scale: Scale): number => Math.ceil(scale.days * scale.day);
export const xOf = (scale: Scale, day: Day): number =>
  Math.min(scale.days, Math.max(0, daysBetween(scale.from, day))) * scale.day;

/** From the first day to the end of the last one. */
export function boxOf(scale: Scale, start: Day, end: Day): { x: number; width: number } {
  const x = xOf(scale, start);
  return { x, width: Math.max(4, xOf(scale, addDays(end, 1)) - x) };
}

/** The Mondays of it, and which of them begin a month. */
export function weeksOf(scale: Scale): { day: Day; month: boolean }[] {
  const weeks = Array.from({ length: Math.ceil(scale.days / 7) }, (_, at) => addDays(scale.from, 7 * at));
  return weeks.map((day, at) => ({ day, month: at === 0 || day.slice(0, 7) !== weeks[at - 1]!.slice(0, 7) }));
}

/** The months of it: from where to where each goes. One that has no room for its name is left out. */
export function monthsOf(scale: Scale): { day: Day; x: number; end: number }[] {
  const first = weeksOf(scale).filter(({ month }) => month);
  const starts = first.map(({ day }) => xOf(scale, day));
  const months = first.map(({ day }, at) => ({
    day,
    x: starts[at]!,
    end: starts[at + 1] ?? widthOf(scale),
  }));
  return months.filter(({ x, end }) => end - x >= 60);
}

/** Where words of something stand, which go with it to the edge one has scrolled to, as long as there is room for them. */
export const wordsAt = (x: number, end: number, left: number, wide: number): number =>
  Math.max(x, Math.min(left, end - wide));

/** The first day of a row that can be drawn. */
export const startOf = (row: LineupRow, today: Day): Day => earlier(row.start ?? today, row.finish);

/** "3 days of slack", "starts 18 Jan", "5 days too late". */
export function slackWords(row: LineupRow, today: Day, compared = false): string {
  const late = row.baseline?.days_later ?? 0;
  if (compared && late > 0) return t('reports.later_than', { count: late });
  if (row.stand === 'done') return t('reports.stand.done');
  if (row.stand === 'not_started' && row.start) return t('reports.starts', { day: shortDay(row.start) });
  const slack = row.slack_days;
  if (slack !== null && slack < 0) return t('reports.too_late', { count: -slack });
  if (row.finish < today) return t('reports.over');
  if (slack === null) return t('reports.nothing_planned');
  return slack ? t('reports.slack', { count: slack }) : t('reports.no_slack');
}

export const isBad = (row: LineupRow, compared: boolean): boolean =>
  row.stand === 'late' || (compared && (row.baseline?.days_later ?? 0) > 0);

export const spanWords = (row: LineupRow, today: Day): string =>
  t('reports.from_to_days', { from: shortDay(startOf(row, today)), to: shortDay(row.finish) });

/** Some days of a row as a share of all, in hundredths: for phones, where all of it is as wide as the page. */
export function shareOf(report: LineupReport, start: Day, end: Day): { left: number; width: number } {
  const all = Math.max(1, daysBetween(report.from, report.to) + 1);
  const left = (daysBetween(report.from, start) / all) * 100;
  return { left, width: Math.max(1.5, ((daysBetween(start, end) + 1) / all) * 100) };
}
