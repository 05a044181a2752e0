// When runs come. A rule means the days and times of the organization, so they are shown in its zone, whoever looks.
import type { Instant, Process } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { locale } from '../../words/locale.svelte';

export const zone = () => store.organization?.time_zone ?? locale.zone;

/** "Mon 30 Nov", with the year when it is another one. */
export function runDay(at: Instant, withWeekday = true): string {
  const date = new Date(at);
  const year = (one: Date) => locale.format({ year: 'numeric' }, zone()).format(one);
  const options: Intl.DateTimeFormatOptions = { day: 'numeric', month: 'short' };
  if (withWeekday) options.weekday = 'short';
  if (year(date) !== year(locale.now)) options.year = 'numeric';
  return locale.format(options, zone()).format(date).replace(/,/g, '');
}

export function runTime(at: Instant): string {
  return locale.format({ hour: 'numeric', minute: '2-digit' }, zone()).format(new Date(at));
}

export const runMoment = (at: Instant) => t('processes.day_at', { day: runDay(at), time: runTime(at) });

/** "done 20:32 instead of 18:30": days are named where they are not the same. */
export function doneInstead({ done_at, due_at }: { done_at: Instant; due_at: Instant }): string {
  const say = runDay(done_at) === runDay(due_at) ? runTime : runMoment;
  return t('processes.done_instead', { done: say(done_at), due: say(due_at) });
}

/** What there is to know of its next time, in a few words. */
export function nextWords(process: Process): string {
  if (process.paused) return t('processes.paused');
  if (process.waits) return t('processes.waits');
  if (process.next_at) return runDay(process.next_at);
  if (!process.rule) return t('processes.by_hand');
  return t(process.rule.after_completion ? 'processes.after_done' : 'processes.over');
}
