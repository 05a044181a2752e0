// Closed days as people read and type them: days in a row are one line.
import type { Day } from '../../../api/types';
import { t } from '../../../words';
import { addDays, daysBetween, longDay } from '../../../words/dates';

export interface Stretch {
  from: Day;
  to: Day;
}

/** Days in a row together, in their order. */
export function stretches(days: Day[]): Stretch[] {
  const all: Stretch[] = [];
  for (const day of [...new Set(days)].sort()) {
    const last = all.at(-1);
    if (last && daysBetween(last.to, day) === 1) last.to = day;
    else all.push({ from: day, to: day });
  }
  return all;
}

/** How a stretch is read: its day, or its first and its last one. */
export function said({ from, to }: Stretch): string {
  return from === to
    ? longDay(from)
    : t('admin.organization.stretch', { from: longDay(from), to: longDay(to) });
}

/** Every day of a stretch; none when it ends before it begins or is longer than a year. */
export function daysOf({ from, to }: Stretch): Day[] {
  const count = daysBetween(from, to) + 1;
  if (!(count > 0 && count <= 366)) return [];
  return Array.from({ length: count }, (_, at) => addDays(from, at));
}
