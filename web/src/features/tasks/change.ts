// One change for one task or for many: a single task by its own request, several as one command.
import { api } from '../../api/client';
import type { Category, Id, Priority, Space, Task, TaskPatch, TaskRow, When } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { longDay } from '../../words/dates';
import { changeTasks } from './bulk';
import { tellTasks } from './events';
import {
  inStatus,
  patchTask,
  planWords,
  setDue,
  setFollowing,
  setPlan,
  setStatus,
  setTag,
  statusOf,
  trashTask,
} from './mutations';

type Undone = (() => unknown) | undefined;
const ids = (tasks: TaskRow[]) => tasks.map((task) => task.id);
const nameOf = (id: Id | null) => (id ? (store.people.get(id)?.name ?? '') : t('common.nobody'));
const spaceOf = (task: TaskRow) => store.spaces.get(task.space_id);

export async function toStatus(tasks: TaskRow[], status: number, undone?: Undone): Promise<boolean> {
  const [first] = tasks;
  if (!first) return false;
  if (tasks.length === 1) return setStatus(first, status, undone);
  const name = spaceOf(first)?.statuses.find((s) => s.id === status)?.name ?? '';
  const done = t('tasks.bulk.status', { count: tasks.length, status: name });
  return changeTasks(ids(tasks), { set: { status_id: status } }, done, (task) =>
    inStatus(spaceOf(task), status),
  );
}

export async function toCategory(tasks: TaskRow[], category: Category, undone?: Undone): Promise<boolean> {
  const status = statusOf(tasks[0] && spaceOf(tasks[0]), category);
  return status === undefined ? false : toStatus(tasks, status, undone);
}

/** One field, the same value for all. */
function field(
  tasks: TaskRow[],
  patch: TaskPatch,
  said: { one: string; many: string; name: string; mine: string; theirs: (task: Task) => string },
  undone?: Undone,
): Promise<boolean> {
  const [first] = tasks;
  if (!first) return Promise.resolve(false);
  if (tasks.length > 1)
    return changeTasks(ids(tasks), { set: patch }, said.many, () => patch as Partial<TaskRow>);
  return patchTask(first.id, patch, {
    done: said.one,
    undone,
    conflict: { field: said.name, mine: said.mine, theirs: said.theirs },
  });
}

export function assign(tasks: TaskRow[], person: Id | null, undone?: Undone): Promise<boolean> {
  const who = nameOf(person);
  const count = tasks.length;
  return field(
    tasks,
    { assignee_id: person },
    {
      one: person ? t('tasks.assigned', { who }) : t('tasks.unassigned'),
      many: person ? t('tasks.bulk.assigned', { who, count }) : t('tasks.bulk.unassigned', { count }),
      name: t('tasks.field.assignee'),
      mine: who,
      theirs: (now) => nameOf(now.assignee_id),
    },
    undone,
  );
}

export function toPriority(tasks: TaskRow[], priority: Priority, undone?: Undone): Promise<boolean> {
  const word = t(`common.priority.${priority}`);
  return field(
    tasks,
    { priority },
    {
      one: t('tasks.priority_set', { priority: word }),
      many: t('tasks.bulk.priority', { priority: word, count: tasks.length }),
      name: t('tasks.field.priority'),
      mine: word,
      theirs: (now) => t(`common.priority.${now.priority}`),
    },
    undone,
  );
}

export function toSection(tasks: TaskRow[], section: number | null, undone?: Undone): Promise<boolean> {
  const space = tasks[0] && spaceOf(tasks[0]);
  const name = (id: number | null) => space?.sections.find((s) => s.id === id)?.name ?? t('tasks.no_section');
  return field(
    tasks,
    { section_id: section },
    {
      one: t('tasks.section_set', { section: name(section) }),
      many: t('tasks.bulk.section', { section: name(section), count: tasks.length }),
      name: t('tasks.field.section'),
      mine: name(section),
      theirs: (now) => name(now.section_id),
    },
    undone,
  );
}

/** Another home, with new keys; several go in one command. A section of the home they have is a field of theirs. */
export async function move(tasks: TaskRow[], space: Space, section: number | null): Promise<boolean> {
  const [first] = tasks;
  if (!first) return false;
  if (tasks.every((task) => task.space_id === space.id)) return toSection(tasks, section);
  const home = { space_id: space.id, section_id: section };
  const count = tasks.length;
  if (count > 1) return changeTasks(ids(tasks), { home }, t('tasks.bulk.moved', { count, name: space.name }));
  return mutate<Task>({
    send: () => api.put<Task>(`/tasks/${first.id}/home`, home),
    settle: (data) => {
      store.putTask(data);
      tellTasks({ kind: 'gone', ids: [first.id] });
    },
    done: t('task.moved', { title: first.title, name: space.name }),
    undone: () => tellTasks({ kind: 'back', ids: [first.id] }),
    failed: t('tasks.not_saved', { title: first.title }),
  });
}

export function toDue(tasks: TaskRow[], due: When | null, undone?: Undone): Promise<boolean> {
  const [first] = tasks;
  if (first && tasks.length === 1) return setDue(first, due, undone);
  const count = tasks.length;
  const done = due
    ? t('tasks.bulk.due', { day: longDay(due.date), count })
    : t('tasks.bulk.no_due', { count });
  return changeTasks(ids(tasks), { set: { due } }, done, () => ({ due, overdue: false }));
}

export function plan(tasks: TaskRow[], when: TaskRow['plan'], undone?: Undone): Promise<boolean> {
  const [first] = tasks;
  if (first && tasks.length === 1) return setPlan(first, when, undone);
  return changeTasks(ids(tasks), { plan: when }, planWords(when), () => ({ plan: when }));
}

export function tag(tasks: TaskRow[], id: number, on: boolean): Promise<boolean> {
  const [first] = tasks;
  if (first && tasks.length === 1) return setTag(first, id, on);
  const name = store.tags.get(id)?.name ?? '';
  const done = t(on ? 'tasks.bulk.tagged' : 'tasks.bulk.untagged', { tag: name, count: tasks.length });
  return changeTasks(ids(tasks), on ? { add_tags: [id] } : { remove_tags: [id] }, done, (task) => {
    const others = task.tag_ids.filter((other) => other !== id);
    return { tag_ids: on ? [...others, id] : others };
  });
}

export function archive(tasks: TaskRow[], undone?: Undone): Promise<boolean> {
  const on = tasks.some((task) => !task.archived);
  const [first] = tasks;
  const done = t(on ? 'tasks.bulk.archived' : 'tasks.bulk.unarchived', { count: tasks.length });
  if (first && tasks.length === 1) return patchTask(first.id, { archived: on }, { done, undone });
  return changeTasks(ids(tasks), { set: { archived: on } }, done, () => ({ archived: on }));
}

export function trash(tasks: TaskRow[], undone?: Undone): Promise<boolean> {
  const [first] = tasks;
  if (first && tasks.length === 1) return trashTask(first, undone);
  return changeTasks(ids(tasks), { trash: true }, t('tasks.bulk.trashed', { count: tasks.length }));
}

/** Rows do not say who follows; the task does. */
export async function follow(row: TaskRow): Promise<boolean> {
  const me = store.me?.id;
  if (!me) return false;
  const task = store.isWhole(row.id) ? store.opened.get(row.id) : await api.get<Task>(`/tasks/${row.id}`);
  if (!task) return false;
  store.putTask(task);
  const on = !task.follower_ids.includes(me);
  return setFollowing(task, me, on, t(on ? 'tasks.following_now' : 'tasks.not_following'));
}
