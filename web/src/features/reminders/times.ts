// When one can be reminded: usual times in the person's own day, or so long before a task is due.
import type { Instant, ReminderInput, When } from '../../api/types';
import { t } from '../../words';
import { addDays, dayOf, instantAt, moment, weekday } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

export interface Choice {
  id: string;
  label: string;
  /** The moment it is. */
  at: Instant;
  ask: ReminderInput;
}

const hour = 60;
const before = { due: 0, hour, day: 24 * hour, week: 7 * 24 * hour };

/** Those that are still to come. */
export function choices(due: When | null, morning: string): Choice[] {
  const at = (id: string, when: Instant): Choice => ({
    id,
    label: t(`reminders.when.${id}`),
    at: when,
    ask: { at: when },
  });
  const list = [
    at('later', new Date(locale.now.getTime() + 3 * 3_600_000).toISOString()),
    at('tomorrow', instantAt(addDays(locale.today, 1), morning)),
    at('monday', instantAt(addDays(locale.today, 8 - weekday(locale.today)), morning)),
  ];
  if (due) {
    const base = Date.parse(instantAt(due.date, due.time ?? morning));
    for (const [id, minutes] of Object.entries(before)) {
      const label = t(`reminders.before.${id}`);
      list.push({
        id,
        label,
        at: new Date(base - minutes * 60_000).toISOString(),
        ask: { before_minutes: minutes },
      });
    }
  }
  const now = locale.now.getTime();
  // Late in the evening there is no later today, and on Sunday Monday is tomorrow.
  return list.filter(
    (one, i) =>
      Date.parse(one.at) > now &&
      (one.id !== 'later' || dayOf(one.at) === locale.today) &&
      list.findIndex((other) => other.at === one.at) === i,
  );
}

/** A reminder in words: "Tomorrow 8:00", "an hour before it is due, Fri 16:00". */
export function inWords({
  at,
  before_minutes,
}: {
  at: Instant | null;
  before_minutes: number | null;
}): string {
  const known = Object.entries(before).find(([, minutes]) => minutes === before_minutes)?.[0];
  const counted = known ? t(`reminders.before.${known}`) : '';
  if (!at) return t('reminders.no_moment');
  return counted ? t('reminders.counted', { before: counted, time: moment(at) }) : moment(at);
}
