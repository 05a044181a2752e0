// Hours and days off in words.
import type { Absence, WorkloadDay } from '../../api/types';
import { t } from '../../words';
import { shortDay } from '../../words/dates';

/** "7.5 h": what one day holds, to a tenth of an hour. */
export function hours(minutes: number): string {
  return t('workload.hours', { count: Math.round(minutes / 6) / 10 });
}

/** What a cell says: what has to be done, or why nothing can be. */
export function dayWords(day: WorkloadDay, measure: 'hours' | 'tasks', closed: boolean): string {
  if (measure === 'tasks' && day.tasks) return String(day.tasks);
  if (measure === 'hours' && day.minutes) return hours(day.minutes);
  if (day.away === 'day') return t('workload.away');
  if (day.capacity_minutes) return t('workload.free');
  return t(closed ? 'workload.closed' : 'workload.off');
}

/** How much of what can be done a day holds, from 0 to 1. */
export function share(day: WorkloadDay): number {
  if (!day.minutes) return 0;
  return day.capacity_minutes ? Math.min(1, day.minutes / day.capacity_minutes) : 1;
}

type Days = Pick<Absence, 'from' | 'until' | 'from_noon' | 'until_noon'>;

/** "Thu 26 Nov", "Thu 26 Nov, afternoon", "Thu 26 Nov from noon to Mon 30 Nov". */
export function absenceWords({ from, until, from_noon, until_noon }: Days): string {
  if (from === until) {
    const half = from_noon ? t('workload.afternoon') : until_noon ? t('workload.morning') : '';
    return [shortDay(from, true), half].filter(Boolean).join(', ');
  }
  const first = [shortDay(from, true), from_noon ? t('workload.from_afternoon') : ''];
  const last = [shortDay(until, true), until_noon ? t('workload.until_morning') : ''];
  const words = (parts: string[]) => parts.filter(Boolean).join(' ');
  return t('workload.several_days', { from: words(first), until: words(last) });
}
