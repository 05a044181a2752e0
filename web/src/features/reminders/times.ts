// When one can be reminded: usual times in the person's own day, or so long before a task is due or an event begins.
import type { Day, Instant, ReminderInput, When } from '../../api/types';
import { t } from '../../words';
import { addDays, dayOf, instantAt, moment, weekday } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

export interface Choice {
  id: string;
  label: string;
  /** The moment it is; of what comes again only the server knows the next one. */
  at: Instant | null;
  ask: ReminderInput;
}

/** When an event begins, and whether it comes again. */
export interface Begins {
  day: Day;
  /** Of what is at a time. */
  at: Instant | null;
  again: boolean;
}

const hour = 60;
const before = { due: 0, hour, day: 24 * hour, week: 7 * 24 * hour };
const begin = { start: 0, ten: 10, half: 30, hour, day: 24 * hour };

/** Those that are still to come. */
export function choices(due: When | null, begins: Begins | null, morning: string): Choice[] {
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
  const add = (id: string, label: string, base: Instant | null, minutes: number) => {
    const when = base && new Date(Date.parse(base) - minutes * 60_000).toISOString();
    list.push({ id, label, at: when, ask: { before_minutes: minutes } });
  };
  if (due) {
    const base = instantAt(due.date, due.time ?? morning);
    for (const [id, minutes] of Object.entries(before)) add(id, t(`reminders.before.${id}`), base, minutes);
  }
  if (begins) {
    const base = begins.again ? null : (begins.at ?? instantAt(begins.day, morning));
    for (const [id, minutes] of Object.entries(begin)) add(id, t(`reminders.begins.${id}`), base, minutes);
  }
  const now = locale.now.getTime();
  // Late in the evening there is no later today, and on Sunday Monday is tomorrow.
  return list.filter(
    (one, i) =>
      one.at === null ||
      (Date.parse(one.at) > now &&
        (one.id !== 'later' || dayOf(one.at) === locale.today) &&
        list.findIndex((other) => other.at === one.at) === i),
  );
}

/** A reminder in words: "Tomorrow 8:00", "an hour before it is due, Fri 16:00"; of an event, "10 minutes before it begins". */
export function inWords(
  { at, before_minutes }: { at: Instant | null; before_minutes: number | null },
  ofEvent = false,
): string {
  const known = (counts: Record<string, number>) =>
    Object.keys(counts).find((id) => counts[id] === before_minutes);
  const id = known(ofEvent ? begin : before);
  const counted = id ? (ofEvent ? t(`reminders.begins.${id}`) : t(`reminders.before.${id}`)) : '';
  if (!at) return t(ofEvent ? 'reminders.no_time' : 'reminders.no_moment');
  return counted ? t('reminders.counted', { before: counted, time: moment(at) }) : moment(at);
}
