// Which days a report is about: so many up to a last one, today unless it was moved.
import type { Day } from '../../api/types';
import { addDays, duration, shortDay } from '../../words/dates';
import { t } from '../../words';

export const lengths = [30, 90, 365] as const;
export type Length = (typeof lengths)[number];

export interface Time {
  length: Length;
  /** The last day; none: today. */
  to: Day | null;
}

/** What the address says; a day nobody can mean is none. */
export function timeOf(query: URLSearchParams, today: Day): Time {
  const length = lengths.find((one) => String(one) === query.get('days')) ?? 90;
  const to = query.get('to');
  const known = to && /^\d{4}-\d{2}-\d{2}$/.test(to) && !Number.isNaN(Date.parse(to)) && to < today;
  return { length, to: known ? to : null };
}

export const firstDay = ({ length, to }: Time, today: Day): Day => addDays(to ?? today, 1 - length);

/** The time before or after; nobody looks into days to come. */
export function moved({ length, to }: Time, by: -1 | 1, today: Day): Day | null {
  const day = addDays(to ?? today, by * length);
  return day >= today ? null : day;
}

export function timeWords(time: Time, today: Day): string {
  if (!time.to)
    return time.length === 365 ? t('reports.last_year') : t('reports.last_days', { count: time.length });
  return t('reports.from_to', { from: shortDay(firstDay(time, today)), to: shortDay(time.to) });
}

const day = 24 * 60;

/** "40 min", "2 h 50", and days from two of them on. */
export function took(minutes: number): string {
  if (minutes >= 2 * day) return t('reports.took.days', { count: Math.round(minutes / day) });
  return duration(minutes);
}
