// Working time of the organization: how long its day is, and so many minutes of it in words.
import { duration } from '../words/dates';
import { t } from '../words';
import { store } from './store.svelte';

/** Minutes after midnight of "17:30". */
export const minutesOf = (time: string): number => {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours * 60 + minutes;
};

/** Minutes of a working day. */
export const workDay = (): number =>
  store.organization ? minutesOf(store.organization.closes) - minutesOf(store.organization.opens) : 9 * 60;

/** "3 h", "1 working day", "2 working days 4 h". */
export function workTime(minutes: number): string {
  const day = workDay();
  if (minutes < day) return duration(minutes);
  const days = t('dates.working_days', { count: Math.floor(minutes / day) });
  const hours = Math.floor((minutes % day) / 60);
  return hours ? t('dates.working_days_and', { days, rest: duration(hours * 60) }) : days;
}
