// What an event comes again by, as a choice and in words. The rule itself is that of RFC 5545, which other programs use too.
import type { Day } from '../../api/types';
import { t } from '../../words';
import { shortDay, weekday, weekdayName } from '../../words/dates';

const names = ['MO', 'TU', 'WE', 'TH', 'FR', 'SA', 'SU'];
const workdays = 'MO,TU,WE,TH,FR';
const nameOf = (day: Day) => names[weekday(day) - 1] ?? 'MO';
const nth = (day: Day) => Math.ceil(Number(day.slice(8)) / 7);

/** The rules most events have, as they are for one that begins on this day. */
export function usual(day: Day): { value: string; label: string }[] {
  const inMonth = `${nth(day)}${nameOf(day)}`;
  const rules = [
    'FREQ=DAILY',
    ...(weekday(day) <= 5 ? [`FREQ=WEEKLY;BYDAY=${workdays}`] : []),
    `FREQ=WEEKLY;BYDAY=${nameOf(day)}`,
    `FREQ=WEEKLY;INTERVAL=2;BYDAY=${nameOf(day)}`,
    `FREQ=MONTHLY;BYMONTHDAY=${Number(day.slice(8))}`,
    ...(nth(day) < 5 ? [`FREQ=MONTHLY;BYDAY=${inMonth}`] : [`FREQ=MONTHLY;BYDAY=-1${nameOf(day)}`]),
    'FREQ=YEARLY',
  ];
  return rules.map((value) => ({ value, label: inWords(value) }));
}

function dayName(text: string): string {
  const at = names.indexOf(text.slice(-2));
  return at < 0 ? text : weekdayName(at + 1, 'long');
}

function every(freq: string, count: number): string {
  return t(`calendar.rule.${freq.toLowerCase()}`, { count });
}

/** A rule in words; one nobody has words for as it stands. */
export function inWords(rule: string): string {
  const parts = new Map(rule.split(';').map((part) => part.split('=', 2) as [string, string]));
  const take = (name: string) => {
    const value = parts.get(name);
    parts.delete(name);
    return value;
  };
  const freq = take('FREQ') ?? '';
  const words = [every(freq, Number(take('INTERVAL') ?? 1))];
  const days = take('BYDAY');
  const monthDay = take('BYMONTHDAY');
  if (days === workdays && freq === 'WEEKLY') words.splice(0, 1, t('calendar.rule.workdays'));
  else if (days && /^-?\d/.test(days) && !days.includes(',')) {
    const which = days.startsWith('-1') ? 'last' : days.slice(0, 1);
    words.push(t(`calendar.rule.nth_${which}`, { day: dayName(days) }));
  } else if (days) words.push(t('calendar.rule.on', { days: days.split(',').map(dayName).join(', ') }));
  if (monthDay)
    words.push(t(monthDay === '-1' ? 'calendar.rule.last_day' : 'calendar.rule.day', { day: monthDay }));
  const until = take('UNTIL');
  const count = take('COUNT');
  if (until)
    words.push(
      t('calendar.rule.until', {
        day: shortDay(`${until.slice(0, 4)}-${until.slice(4, 6)}-${until.slice(6, 8)}`),
      }),
    );
  if (count) words.push(t('calendar.rule.times', { count: Number(count) }));
  parts.delete('WKST');
  return parts.size ? rule : words.join(' ');
}
