// Days, times and durations in words: "Today", "Fri", "2 days late", "27 Nov", "1 h 15".
import type { Day, Instant, When } from '../api/types';
import { locale } from './locale.svelte';
import { t } from './index';

const dayMs = 86_400_000;

const utc = (day: Day) => Date.parse(`${day}T00:00:00Z`);

export function addDays(day: Day, count: number): Day {
  return new Date(utc(day) + count * dayMs).toISOString().slice(0, 10);
}

/** Days from `from` to `to`; negative when `to` is earlier. */
export function daysBetween(from: Day, to: Day): number {
  return Math.round((utc(to) - utc(from)) / dayMs);
}

/** 1 Monday to 7 Sunday. */
export function weekday(day: Day): number {
  return new Date(utc(day)).getUTCDay() || 7;
}

/** "Mon 23 Nov", "27 Nov", with the year when it is another one. */
export function shortDay(day: Day, withWeekday = false): string {
  const year = day.slice(0, 4) === locale.today.slice(0, 4) ? undefined : ('numeric' as const);
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short', year };
  if (withWeekday) options.weekday = 'short';
  return locale.format(options, 'UTC').format(utc(day)).replace(/,/g, '');
}

/** "Monday 23 November", for headings and screen readers. */
export function longDay(day: Day): string {
  const year = day.slice(0, 4) === locale.today.slice(0, 4) ? undefined : ('numeric' as const);
  return locale
    .format({ weekday: 'long', day: 'numeric', month: 'long', year }, 'UTC')
    .format(utc(day))
    .replace(/,/g, '');
}

export function weekdayName(number: number, style: 'short' | 'long' | 'narrow' = 'short'): string {
  return locale.format({ weekday: style }, 'UTC').format(Date.UTC(2024, 0, number));
}

export function monthName(day: Day): string {
  return locale.format({ month: 'long', year: 'numeric' }, 'UTC').format(utc(day));
}

/** "Today", "Tomorrow", "Yesterday", the weekday within the coming week, else the date. */
export function dayLabel(day: Day): string {
  const away = daysBetween(locale.today, day);
  if (away === 0) return t('dates.today');
  if (away === 1) return t('dates.tomorrow');
  if (away === -1) return t('dates.yesterday');
  if (away > 1 && away < 7) return locale.format({ weekday: 'short' }, 'UTC').format(utc(day));
  return shortDay(day);
}

/** "17:00" as the person's language writes it. */
export function timeLabel(time: string): string {
  return locale
    .format({ hour: 'numeric', minute: '2-digit' }, 'UTC')
    .format(Date.parse(`1970-01-01T${time}Z`));
}

export interface DueWords {
  text: string;
  tone: '' | 'today' | 'late';
  /** In full, for screen readers and tooltips. */
  full: string;
}

/** A due date as a row shows it. Done work is never late. */
export function dueWords(due: When, { done = false, overdue = false } = {}): DueWords {
  const away = daysBetween(locale.today, due.date);
  const time = due.time ? timeLabel(due.time) : '';
  const full = [longDay(due.date), time].filter(Boolean).join(', ');
  if (!done && away < 0) return { text: t('dates.late', { count: -away }), tone: 'late', full };
  if (away === 0) {
    const text = time || t('dates.today');
    return { text, tone: done ? '' : overdue ? 'late' : 'today', full };
  }
  return { text: dayLabel(due.date), tone: '', full };
}

/** "45 min", "2 h", "1 h 15". */
export function duration(minutes: number): string {
  const hours = Math.floor(minutes / 60);
  const rest = minutes % 60;
  if (!hours) return t('dates.minutes', { count: rest });
  if (!rest) return t('dates.hours', { count: hours });
  return t('dates.hours_minutes', { hours, minutes: String(rest).padStart(2, '0') });
}

/** "just now", "12 min ago", "9:44" today, "Yesterday 9:44", then the date. */
export function ago(instant: Instant): string {
  const at = new Date(instant);
  const minutes = Math.floor((locale.now.getTime() - at.getTime()) / 60_000);
  if (minutes < 1) return t('dates.just_now');
  if (minutes < 60) return t('dates.minutes_ago', { count: minutes });
  return moment(instant);
}

/** A point in the past: the time when it was today, else the day with the time. */
export function moment(instant: Instant): string {
  const at = new Date(instant);
  const time = locale.format({ hour: 'numeric', minute: '2-digit' }).format(at);
  const day = dayOf(instant);
  return day === locale.today ? time : t('dates.day_at', { day: dayLabel(day), time });
}

/** "23 November 2026, 10:04", for tooltips. */
export function fullMoment(instant: Instant): string {
  return locale.format({ dateStyle: 'long', timeStyle: 'short' }).format(new Date(instant));
}

/** The day of an instant in the person's zone. */
export function dayOf(instant: Instant): Day {
  const parts = locale
    .format({ year: 'numeric', month: '2-digit', day: '2-digit' })
    .formatToParts(new Date(instant));
  const part = (type: string) => (parts.find((p) => p.type === type)?.value ?? '').padStart(2, '0');
  return `${part('year')}-${part('month')}-${part('day')}`;
}

/** The instant of a day and time in the person's zone. A time the clocks skip is the one after it. */
export function instantAt(day: Day, time: string): Instant {
  const wanted = Date.parse(`${day}T${time}:00Z`);
  let at = wanted;
  // The zone is known only of an instant: a second look settles the days on which clocks change.
  for (let i = 0; i < 2; i += 1) {
    const shown = new Intl.DateTimeFormat('sv-SE', {
      timeZone: locale.zone,
      dateStyle: 'short',
      timeStyle: 'short',
    }).format(at);
    at += wanted - Date.parse(`${shown.replace(' ', 'T')}:00Z`);
  }
  return new Date(at).toISOString();
}

/** "340 MB": what people read on disks, in powers of ten. */
export function bytes(count: number): string {
  const units = ['byte', 'kilobyte', 'megabyte', 'gigabyte', 'terabyte'];
  const step = count < 1000 ? 0 : Math.min(units.length - 1, Math.floor(Math.log10(count) / 3));
  const value = count / 1000 ** step;
  return new Intl.NumberFormat(locale.language, {
    style: 'unit',
    unit: units[step],
    unitDisplay: step ? 'short' : 'long',
    maximumFractionDigits: value < 10 && step > 0 ? 1 : 0,
  }).format(value);
}
