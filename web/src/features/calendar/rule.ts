// What an event comes again by, as a choice and in words. The rule itself is that of RFC 5545, which other programs use too.
import type { CalendarEvent, Day } from '../../api/types';
import { t } from '../../words';
import { shortDay, weekday, weekdayName } from '../../words/dates';

const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const workdays = 'MO,TU,WE,TH,FR';
const nameOf = (day: Day) => names[weekday(day) - 1] ?? 'MO';
const nth = (day: Day) => Math.ceil(Number(day.slice(8)) / 7);

const everyWorkday = `FREQ=WEEKLY;BYDAY=${workdays}`;

/** The rules most events have, each in its place, for one that begins on this day. */
function rulesOf(day: Day): string[] {
  return [
    'FREQ=DAILY',
    everyWorkday,
    `FREQ=WEEKLY;BYDAY=${nameOf(day)}`,
    `FREQ=WEEKLY;INTERVAL=2;BYDAY=${nameOf(day)}`,
    `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8))}`,
    `FREQ=MONTHLY;BYDAY=${nth(day) < 5 ? nth(day) : -1}${nameOf(day)}`,
    'FREQ=YEARLY',
  ];
}

/** Those that let it begin on this day. */
export function usual(day: Day): { value: string; label: string }[] {
  const rules = rulesOf(day).filter((rule) => rule !== everyWorkday || weekday(day) <= 5);
  return rules.map((value) => ({ value, label: inWords(value) }));
}

const partsOf = (rule: string) =>
  new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));

/** One part of a rule, by its name. */
export const part = (rule: string, name: string): string | undefined => partsOf(rule).get(name);

/** A rule with another value of a part, or without it; the parts stand in the order in which the server writes them. */
export function withPart(rule: string, name: string, value: string | null): string {
  const parts = partsOf(rule);
  if (value) parts.set(name, value);
  else parts.delete(name);
  const first = ['FREQ', 'INTERVAL', 'COUNT', 'UNTIL'];
  const place = (key: string) => (first.includes(key) ? first.indexOf(key) : first.length);
  const sorted = [...parts].sort(([a], [b]) => place(a) - place(b));
  return sorted.map(([key, text]) => `${key}=${text}`).join(';');
}

/** When a rule ends: with a day, after so many times, or never. */
export interface End {
  until?: Day;
  count?: number;
}

export function endOf(rule: string): End {
  const { UNTIL: until, COUNT: count } = Object.fromEntries(partsOf(rule));
  if (until) return { until: `${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}` };
  return count ? { count: Number(count) } : {};
}

export function withEnd(rule: string, { until, count }: End): string {
  const counted = withPart(rule, 'COUNT', count ? String(count) : null);
  return withPart(counted, 'UNTIL', until ? until.replaceAll('-', '') : null);
}

/** A rule that never ends. */
export const endless = (rule: string): string => withEnd(rule, {});

/** The weekdays of a rule of weeks, 1 (Monday) to 7; none where it names none. */
export const weekdaysOf = (rule: string): number[] =>
  (part(rule, 'BYDAY') ?? '')
    .split(',')
    .map((name) => names.indexOf(name) + 1)
    .filter(Boolean);

export const onWeekdays = (rule: string, days: number[]): string =>
  withPart(rule, 'BYDAY', days.map((day) => names[day - 1]).join(','));

/** A rule that was chosen for one day, as it is for another one. */
export function onDay(rule: string, from: Day, to: Day): string {
  const usualOne = rulesOf(to)[rulesOf(from).indexOf(endless(rule))];
  if (usualOne) {
    const ends = withPart(usualOne, 'COUNT', part(rule, 'COUNT') ?? null);
    return withPart(ends, 'UNTIL', part(rule, 'UNTIL') ?? null);
  }
  const days = weekdaysOf(rule);
  if (part(rule, 'FREQ') !== 'WEEKLY' || !days.includes(weekday(from))) return rule;
  const moved = days.map((day) => (day === weekday(from) ? weekday(to) : day));
  return onWeekdays(
    rule,
    [...new Set(moved)].sort((a, b) => a - b),
  );
}

function dayName(text: string): string {
  const at = names.indexOf(text.slice(-2));
  return at < 0 ? text : weekdayName(at + 1, 'long');
}

/** "Every 2 weeks". */
export function every(freq: string, count: number): string {
  return t(`calendar.rule.${freq.toLowerCase()}`, { count });
}

/** Whether an event comes more than once, or may. */
export const comesAgain = (event: Pick<CalendarEvent, 'rule' | 'extra_dates'>): boolean =>
  Boolean(event.rule) || event.extra_dates.length > 0;

/** A rule in words; one nobody has words for as it stands. */
export function inWords(rule: string): string {
  const parts = partsOf(rule);
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const freq = take('FREQ') ?? '';
  const interval = Number(take('INTERVAL') ?? 1);
  const words = [every(freq, interval)];
  const days = take('BYDAY');
  const monthDay = take('BYMONTHDAY');
  if (days === workdays && freq === 'WEEKLY' && interval === 1)
    words.splice(0, 1, t('calendar.rule.workdays'));
  else if (days && /^(-1|[1-5])[A-Z]{2}$/.test(days)) {
    const which = days.startsWith('-1') ? 'last' : days.slice(0, 1);
    words.push(t(`calendar.rule.nth_${which}`, { day: dayName(days) }));
  } else if (days && /\d/.test(days)) return rule;
  else if (days) words.push(t('calendar.rule.on', { days: days.split(',').map(dayName).join(', ') }));
  if (monthDay)
    words.push(t(monthDay === '-1' ? 'calendar.rule.last_day' : 'calendar.rule.day', { day: monthDay }));
  const { until, count } = endOf(rule);
  if (until) words.push(t('calendar.rule.until', { day: shortDay(until) }));
  if (count) words.push(t('calendar.rule.times', { count }));
  for (const said of ['UNTIL', 'COUNT', 'WKST']) parts.delete(said);
  return parts.size ? rule : words.join(' ');
}
