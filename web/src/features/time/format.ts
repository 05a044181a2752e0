// Minutes and weeks as they stand in a timesheet.
import type { Day } from '../../api/types';
import { addDays, weekday } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

/** "1:15". */
export const clock = (minutes: number): string =>
  `${Math.floor(minutes / 60)}:${String(minutes % 60).padStart(2, '0')}`;

export const mondayOf = (day: Day): Day => addDays(day, 1 - weekday(day));

export const daysOf = (monday: Day): Day[] => Array.from({ length: 7 }, (_, i) => addDays(monday, i));

/** The week's number as calendars in most offices count it (ISO 8601). */
export function weekNumber(monday: Day): number {
  const thursday = addDays(monday, 3);
  const first = mondayOf(`${thursday.slice(0, 4)}-01-04`);
  return 1 + Math.round((Date.parse(monday) - Date.parse(first)) / (7 * 86_400_000));
}

/** "Mon 23". */
export const dayHead = (day: Day): string =>
  locale.format({ weekday: 'short', day: 'numeric' }, 'UTC').format(Date.parse(`${day}T00:00:00Z`));

/** "62,50 €": written with as many decimals as it has, from a decimal that stays text. */
export const money = ({ amount, currency }: { amount: string; currency: string }): string =>
  new Intl.NumberFormat(locale.language, {
    style: 'currency',
    currency,
    minimumFractionDigits: amount.split('.')[1]?.length ?? 0,
    // A decimal as text is written exactly.
  }).format(amount as unknown as number);
