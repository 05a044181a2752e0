// Groups of a list or columns of a board, and what a task is given when it is put into another one.
import type { GroupBy, Id, Space, TaskPatch, TaskRow } from '../../../api/types';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { inStatus } from '../mutations';

export interface Group {
  id: string;
  name: string;
  /** Exact, also when only some rows are here. */
  count: number;
  ids: Id[];
  next: string | null;
}

export const noGroup = 'none';

/** Whether a task can be put into another group by dragging or by keys. */
export function movable(by: GroupBy): boolean {
  return by === 'status' || by === 'section' || by === 'assignee' || by === 'priority';
}

/** The fields a task gets in a group. */
export function fieldsIn(by: GroupBy, group: string): TaskPatch {
  if (by === 'status') return { status_id: Number(group) };
  if (by === 'section') return { section_id: group === noGroup ? null : Number(group) };
  if (by === 'assignee') return { assignee_id: group === noGroup ? null : group };
  if (by === 'priority') return { priority: group as TaskRow['priority'] };
  return {};
}

/** How its row looks there meanwhile. */
export function looksIn(by: GroupBy, group: string, space: Space): Partial<TaskRow> {
  return by === 'status' ? inStatus(space, Number(group)) : (fieldsIn(by, group) as Partial<TaskRow>);
}

/** The group a row belongs to now, where the row itself says it. */
export function groupOf(by: GroupBy, task: TaskRow): string | undefined {
  if (by === 'status') return String(task.status_id);
  if (by === 'section') return task.section_id === null ? noGroup : String(task.section_id);
  if (by === 'assignee') return task.assignee_id ?? noGroup;
  if (by === 'priority') return task.priority;
  return by === 'none' ? undefined : '';
}

/** The heading of a group in the reader's words; names of people, statuses and sections come from the store. */
export function groupName(by: GroupBy, group: Group, space: Space, doneThisWeek: boolean): string {
  if (by === 'status') {
    const status = space.statuses.find((s) => String(s.id) === group.id);
    const done = status?.category === 'done' || status?.category === 'cancelled';
    if (status && done && doneThisWeek) return t('list.this_week', { name: status.name });
    return status?.name ?? group.name;
  }
  if (by === 'section')
    return group.id === noGroup
      ? t('tasks.no_section')
      : (space.sections.find((s) => String(s.id) === group.id)?.name ?? group.name);
  if (by === 'assignee')
    return group.id === noGroup ? t('common.nobody') : (store.people.get(group.id)?.name ?? group.name);
  if (by === 'priority') return t(`common.priority.${group.id}`);
  if (by === 'due') return t(`list.due.${group.id}`);
  if (by === 'tag')
    return group.id === noGroup ? t('list.no_tag') : (store.tags.get(Number(group.id))?.name ?? group.name);
  return group.name;
}
