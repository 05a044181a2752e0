// How and when someone can be reached.
import type { Person } from '../../api/types';
import { t } from '../../words';
import { timeLabel, weekday, weekdayName } from '../../words/dates';
import { dayIn, locale } from '../../words/locale.svelte';

/** "Mon to Fri", "Mon, Wed, Fri". */
export function daysWords(days: number[]): string {
  const sorted = [...new Set(days)].sort((a, b) => a - b);
  const [first, last] = [sorted[0], sorted.at(-1)];
  if (!first || !last) return t('people.no_days');
  const run = last - first + 1 === sorted.length && sorted.length > 2;
  if (run) return t('people.days_to', { from: weekdayName(first), to: weekdayName(last) });
  return sorted.map((day) => weekdayName(day)).join(', ');
}

export function hoursWords(person: Pick<Person, 'hours_from' | 'hours_to'>): string {
  if (!person.hours_from || !person.hours_to) return '';
  return t('people.hours_to', { from: timeLabel(person.hours_from), to: timeLabel(person.hours_to) });
}

/** The time where they are, when that is another zone than the reader's. */
export function theirTime(person: Pick<Person, 'time_zone'>): string {
  if (!person.time_zone || person.time_zone === locale.zone) return '';
  const show = (zone: string) =>
    locale.format({ hour: 'numeric', minute: '2-digit' }, zone).format(locale.now);
  try {
    const time = show(person.time_zone);
    return time === show(locale.zone) ? '' : time;
  } catch {
    return '';
  }
}

/** Whether they are at work now, by their own clock; null when nothing is known of their hours. */
export function atWork(
  person: Pick<Person, 'time_zone' | 'working_days' | 'hours_from' | 'hours_to'>,
  now = locale.now,
): boolean | null {
  if (!person.hours_from || !person.hours_to || !person.working_days.length) return null;
  try {
    const zone = person.time_zone || locale.zone;
    if (!person.working_days.includes(weekday(dayIn(zone, now)))) return false;
    const time = new Intl.DateTimeFormat('en-GB', {
      timeZone: zone,
      hour: '2-digit',
      minute: '2-digit',
      hourCycle: 'h23',
    }).format(now);
    return time >= person.hours_from && time < person.hours_to;
  } catch {
    return null;
  }
}

/** Hours since midnight, for bars: "8:30" is 8.5. */
export function hourOf(time: string): number {
  const [hours = 0, minutes = 0] = time.split(':').map(Number);
  return hours + minutes / 60;
}
