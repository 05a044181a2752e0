// What is said of a row: its days, how far it is, what it waits for, whether it decides the finish.
import type { Day, PlanTask } from '../../api/types';
import { t } from '../../words';
import { shortDay } from '../../words/dates';
import { locale } from '../../words/locale.svelte';
import type { Look } from './look.svelte';

/** "27 Nov": where a year stands for many days in a row, it is left out. */
export function dayOfYear(day: Day): string {
  return locale.format({ day: 'numeric', month: 'short' }, 'UTC').format(new Date(`${day}T00:00:00Z`));
}

export function rangeWords({ start, due, milestone }: PlanTask): string {
  if (milestone || start === due) return shortDay(due);
  return t('plan.range', { start: shortDay(start), due: shortDay(due) });
}

export function rowWords(look: Look, task: PlanTask): string {
  const name = task.milestone ? 'row_milestone' : task.start === task.due ? 'row_day' : 'row';
  const { title } = task;
  const words = [t(`plan.${name}`, { title, start: shortDay(task.start), due: shortDay(task.due) })];
  const links = look.plan?.links.filter((link) => link.task_id === task.id) ?? [];
  const late = look.late.get(task.id);
  if (!task.dated) words.push(t('plan.row_proposed'));
  if (!task.milestone || task.progress) words.push(t('plan.row_progress', { count: task.progress }));
  if (links.length) {
    const titles = links.map((link) => look.task(link.predecessor_id)?.title ?? '').join(', ');
    words.push(t('plan.row_after', { titles }));
  }
  if (links.some(({ broken }) => broken)) words.push(t('plan.row_broken'));
  if (task.critical) words.push(t('plan.row_critical'));
  else if (task.slack_days) words.push(t('plan.row_slack', { count: task.slack_days }));
  if (late) words.push(t('plan.row_late', { count: late }));
  return words.join(', ');
}
