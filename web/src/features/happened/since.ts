// Since when somebody wants to know: the word or day in the address, and the day it stands for.
import type { Day } from '../../api/types';
import { addDays, weekday } from '../../words/dates';

export type Since = 'visit' | 'friday' | 'week' | Day;

export const choices = ['visit', 'friday', 'week'] as const;

const isDay = (text: string) => /^\d{4}-\d{2}-\d{2}$/.test(text);

/** What the address says; the last visit unless it says anything. */
export function sinceOf(text: string | null): Since {
  if (text === 'friday' || text === 'week') return text;
  return text && isDay(text) ? text : 'visit';
}

/** The day to ask for. The server knows of the last visit itself. */
export function dayOfSince(since: Since, today: Day): Day | undefined {
  if (since === 'visit') return undefined;
  // The last Friday before today: on a Monday three days back, on a Friday a week.
  if (since === 'friday') return addDays(today, -((weekday(today) + 2) % 7 || 7));
  if (since === 'week') return addDays(today, -7);
  return since;
}
