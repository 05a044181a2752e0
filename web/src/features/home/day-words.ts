// A day in words: what stands beside the bar, and what a screen reader says of it.
import type { HomeDay } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { duration, longDay } from '../../words/dates';
import { locale } from '../../words/locale.svelte';

/** "10:15" of a moment, where the person is. */
export const clock = (at: string) =>
  locale.format({ hour: 'numeric', minute: '2-digit' }).format(Date.parse(at));

/** Why nothing is free on a day; empty on one of work. */
export function whyOff(day: HomeDay): string {
  if (day.closed) return t('home.off.closed');
  if (!day.hours) return t('home.off.day_off');
  return day.away === 'day' ? t('home.off.away') : '';
}

/** A whole day in a few sentences. */
export function dayInWords(day: HomeDay): string {
  const words = [longDay(day.day)];
  const say = (key: string, list: string[]) =>
    list.length && words.push(t(`home.says.${key}`, { list: list.join('; ') }));
  if (day.hours)
    words.push(t('home.says.hours', { from: clock(day.hours.starts_at), to: clock(day.hours.ends_at) }));
  if (day.away === 'morning' || day.away === 'afternoon') words.push(t(`home.says.${day.away}`));
  if (day.day === locale.today) words.push(t('home.says.now', { time: clock(locale.now.toISOString()) }));
  say(
    'meetings',
    day.meetings.map(({ title, starts_at, ends_at, takes_time }) => {
      const at = { from: clock(starts_at), to: clock(ends_at), title };
      return t(takes_time ? 'home.says.meeting' : 'home.says.asked', at);
    }),
  );
  const title = (id: string) => store.tasks.get(id)?.title ?? '';
  say(
    'work',
    day.work.map(({ task_id, minutes }) =>
      t('home.says.task', { title: title(task_id), time: duration(minutes) }),
    ),
  );
  say(
    'done',
    day.done.map((one) => one.title),
  );
  return words.join('. ');
}
