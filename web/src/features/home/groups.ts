import type { Day } from '../../api/types';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { dayLabel, daysBetween, longDay, shortDay } from '../../words/dates';
import { locale } from '../../words/locale.svelte';
import type { Group } from './home.svelte';

const known = [
  'overdue',
  'left_over',
  'due_today',
  'planned_today',
  'undated',
  'someday',
  'remind',
  'waiting',
  'later',
  'all',
];

/** A group's heading: a known name, a day, a person; else what the server calls it. */
export function groupName(group: Pick<Group, 'id' | 'name'>): string {
  if (known.includes(group.id)) return t(`home.group.${group.id}`);
  if (/^\d{4}-\d\d-\d\d$/.test(group.id)) return dayHeading(group.id);
  return store.people.get(group.id)?.name ?? group.name;
}

/** "Tomorrow, Tue 24 Nov" for near days, "Friday 4 December" further on. */
function dayHeading(day: Day): string {
  const away = Math.abs(daysBetween(locale.today, day));
  return away <= 1 ? `${dayLabel(day)}, ${shortDay(day, true)}` : longDay(day);
}
