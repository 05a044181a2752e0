// A day typed in words: "today", "fri", "next week", "27 nov", "27/11", "in 3 days", "2026-11-27".
import type { Day } from '../api/types';
import { addDays, monthName, weekday, weekdayName } from './dates';
import { locale } from './locale.svelte';

const english = {
  days: ['monday', 'tuesday', 'wednesday', 'thursday', 'friday', 'saturday', 'sunday'],
  months: ['jan', 'feb', 'mar', 'apr', 'may', 'jun', 'jul', 'aug', 'sep', 'oct', 'nov', 'dec'],
};

/** Names begin alike in most languages, so three letters are enough; English is always understood. */
function weekdayNumber(word: string): number {
  if (word.length < 3) return 0;
  const own = Array.from({ length: 7 }, (_, i) => weekdayName(i + 1, 'long').toLowerCase());
  for (const list of [own, english.days]) {
    const at = list.findIndex((name) => name.startsWith(word));
    if (at >= 0) return at + 1;
  }
  return 0;
}

function monthNumber(word: string): number {
  if (word.length < 3) return 0;
  const own = Array.from({ length: 12 }, (_, i) =>
    monthName(`2024-${String(i + 1).padStart(2, '0')}-01`).toLowerCase(),
  );
  const at = own.findIndex((name) => name.startsWith(word));
  return (at >= 0 ? at : english.months.indexOf(word.slice(0, 3))) + 1;
}

function real(year: number, month: number, date: number): Day | null {
  const made = new Date(Date.UTC(year, month - 1, date));
  if (made.getUTCMonth() !== month - 1 || made.getUTCDate() !== date) return null;
  return made.toISOString().slice(0, 10);
}

/** Without a year the next such day is meant, but one of the last month stays in this year. */
function soon(month: number, date: number, year?: number): Day | null {
  if (year !== undefined) return real(year < 100 ? 2000 + year : year, month, date);
  const this_ = Number(locale.today.slice(0, 4));
  const day = real(this_, month, date);
  if (day && day < addDays(locale.today, -30)) return real(this_ + 1, month, date);
  return day;
}

function dayFirst(): boolean {
  const parts = locale
    .format({ day: 'numeric', month: 'numeric' }, 'UTC')
    .formatToParts(Date.UTC(2024, 11, 25));
  return parts.findIndex((p) => p.type === 'day') < parts.findIndex((p) => p.type === 'month');
}

/** Null when the words are no day. */
export function typedDay(text: string): Day | null {
  const words = text.trim().toLowerCase().replace(/\.$/, '');
  const today = locale.today;
  const plain: Record<string, number> = { today: 0, tod: 0, tomorrow: 1, tom: 1, tmr: 1, yesterday: -1 };
  if (words in plain) return addDays(today, plain[words] ?? 0);
  if (words === 'next week') return addDays(today, 8 - weekday(today));
  if (words === 'next month') {
    const [year = 0, month = 0] = today.split('-').map(Number);
    return new Date(Date.UTC(year, month, 1)).toISOString().slice(0, 10);
  }

  let found = /^(\d{4})-(\d{1,2})-(\d{1,2})$/.exec(words);
  if (found) return real(Number(found[1]), Number(found[2]), Number(found[3]));

  found = /^(?:in |\+)?(\d{1,3}) ?(d|days?|w|weeks?)$/.exec(words);
  if (found) return addDays(today, Number(found[1]) * (found[2]?.startsWith('w') ? 7 : 1));

  found = /^(?:next |on )?(\p{L}+)$/u.exec(words);
  if (found) {
    const wanted = weekdayNumber(found[1] ?? '');
    if (wanted) return addDays(today, (wanted - weekday(today) + 7) % 7 || 7);
  }

  found = /^(\d{1,2})(?:st|nd|rd|th|\.)? (\p{L}+)\.?(?: (\d{2,4}))?$/u.exec(words);
  const turned = /^(\p{L}+)\.? (\d{1,2})(?:st|nd|rd|th)?,?(?: (\d{4}))?$/u.exec(words);
  const date = found?.[1] ?? turned?.[2];
  const month = monthNumber(found?.[2] ?? turned?.[1] ?? '');
  const year = found?.[3] ?? turned?.[3];
  if (date && month) return soon(month, Number(date), year ? Number(year) : undefined);

  found = /^(\d{1,2})[/.](\d{1,2})(?:[/.](\d{2,4})?)?$/.exec(words);
  if (found) {
    const [a, b] = [Number(found[1]), Number(found[2])];
    const [d, m] = dayFirst() ? [a, b] : [b, a];
    return soon(m, d, found[3] ? Number(found[3]) : undefined);
  }
  return null;
}
