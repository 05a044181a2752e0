// Changes to tasks that lists, boards, Home and the panel share. Each is shown at once and can be taken back.
import { api } from '../../api/client';
import type { Category, Id, Space, Task, TaskPatch, TaskRow, When } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { dayLabel, longDay } from '../../words/dates';
import { tellTasks } from './events';

interface Said {
  /** Toast with Undo; silent without it. */
  done?: string;
  undone?: () => unknown;
  /** Names both values when someone else changed the field first. */
  conflict?: { field: string; mine: string; theirs: (task: Task) => string; kept?: () => unknown };
  /** What the edit began from, when that was earlier than what is known now (a text being written). */
  version?: string;
}

/** Shows a change on a row, and on the opened task beside it; returns the way back. */
export function show(id: Id, change: Partial<Task>): () => void {
  const row = store.tasks.get(id);
  if (!row) return () => {};
  const opened = store.opened.get(id);
  const { body: _body, steps: _steps, fields, ...rowChange } = change;
  store.tasks.set(id, { ...row, ...rowChange });
  if (opened)
    store.opened.set(id, {
      ...opened,
      ...change,
      fields: fields ? { ...opened.fields, ...fields } : opened.fields,
    });
  return () => {
    // What came from others meanwhile stays.
    if (store.tasks.get(id)?.version !== row.version) return;
    store.tasks.set(id, row);
    if (opened) store.opened.set(id, opened);
  };
}

/** PATCH with the version at hand; the row shows `patch` (and `shown`) until the answer is there. */
export async function patchTask(
  id: Id,
  patch: TaskPatch,
  said: Said = {},
  shown: Partial<Task> = {},
): Promise<boolean> {
  const task = store.tasks.get(id);
  if (!task) return false;
  const { conflict } = said;
  return mutate<Task>({
    apply: () => show(id, { ...(patch as Partial<Task>), ...shown }),
    send: () =>
      api.patch<Task>(`/tasks/${id}`, patch, said.version ?? store.tasks.get(id)?.version ?? task.version),
    settle: (data) => {
      store.putTask(data);
      tellTasks({ kind: 'changed', ids: [id], fields: Object.keys(patch) });
    },
    done: said.done,
    undone: said.undone,
    failed: t('tasks.not_saved', { title: task.title }),
    conflict: conflict && {
      field: conflict.field,
      mine: conflict.mine,
      theirs: (current) => {
        store.putTask(current as Task);
        return conflict.theirs(current as Task);
      },
      keepMine: async () => {
        store.putTask(await api.get<Task>(`/tasks/${id}`));
        if (await patchTask(id, patch, { ...said, version: undefined, conflict: undefined }, shown))
          conflict.kept?.();
      },
    },
  });
}

/** The status of a space that stands for a category: the first one in it. */
export function statusOf(space: Space | undefined, category: Category): number | undefined {
  return space?.statuses.find((status) => status.category === category)?.id;
}

export const isDone = (task: Pick<TaskRow, 'category'>) =>
  task.category === 'done' || task.category === 'cancelled';

/** How a row looks in a status, before the server says so. */
export function inStatus(space: Space | undefined, id: number): Partial<Task> {
  const category = space?.statuses.find((s) => s.id === id)?.category ?? 'todo';
  const done = isDone({ category });
  return { status_id: id, category, completed_at: done ? new Date().toISOString() : null };
}

export function setStatus(task: TaskRow, id: number, undone?: () => unknown): Promise<boolean> {
  if (id === task.status_id) return Promise.resolve(false);
  const space = store.spaces.get(task.space_id);
  const name = (status: number) => space?.statuses.find((s) => s.id === status)?.name ?? '';
  const shown = inStatus(space, id);
  const done =
    shown.category === 'done'
      ? t('tasks.done', { title: task.title })
      : t('tasks.status_set', { title: task.title, status: name(id) });
  return patchTask(
    task.id,
    { status_id: id },
    {
      done,
      undone,
      conflict: { field: t('tasks.field.status'), mine: name(id), theirs: (now) => name(now.status_id) },
    },
    shown,
  );
}

export function setCategory(task: TaskRow, category: Category, undone?: () => unknown): Promise<boolean> {
  const status = statusOf(store.spaces.get(task.space_id), category);
  return status === undefined ? Promise.resolve(false) : setStatus(task, status, undone);
}

export function setDone(task: TaskRow, done: boolean, undone?: () => unknown): Promise<boolean> {
  return setCategory(task, done ? 'done' : 'todo', undone);
}

export function setDue(task: TaskRow, due: When | null, undone?: () => unknown): Promise<boolean> {
  const inWords = (when: When | null) => (when ? longDay(when.date) : t('tasks.no_value'));
  return patchTask(
    task.id,
    { due },
    {
      done: due ? t('tasks.due_set', { day: longDay(due.date) }) : t('tasks.due_cleared'),
      undone,
      conflict: { field: t('tasks.field.due'), mine: inWords(due), theirs: (now) => inWords(now.due) },
    },
  );
}

export function planWords(plan: TaskRow['plan']): string {
  if (plan === null) return t('tasks.unplanned');
  return plan === 'someday' ? t('tasks.planned_someday') : t('tasks.planned_for', { day: dayLabel(plan) });
}

/** One's own plan: private, so it has no version and meets no conflict. */
export function setPlan(
  task: TaskRow,
  plan: TaskRow['plan'],
  undone?: () => unknown,
  quiet = false,
): Promise<boolean> {
  return mutate<TaskRow | null>({
    apply: () => show(task.id, { plan }),
    send: () => api.put<TaskRow | null>(`/tasks/${task.id}/plan`, { plan }),
    settle: (data) => {
      if (data && 'id' in data) store.putTask(data);
      tellTasks({ kind: 'changed', ids: [task.id], fields: ['plan'] });
    },
    done: quiet ? undefined : planWords(plan),
    undone,
    failed: t('tasks.not_saved', { title: task.title }),
  });
}

/** PUT and DELETE of one element of a set: a tag, a follower, another space. */
export function setElement(
  task: TaskRow,
  path: string,
  on: boolean,
  shown: Partial<Task>,
  done?: string,
): Promise<boolean> {
  const address = `/tasks/${task.id}/${path}`;
  return mutate<Task>({
    apply: () => show(task.id, shown),
    send: () => (on ? api.put<Task>(address) : api.delete<Task>(address)),
    settle: (data) => {
      store.putTask(data);
      tellTasks({ kind: 'changed', ids: [task.id], fields: [path.split('/')[0] ?? ''] });
    },
    done,
    failed: t('tasks.not_saved', { title: task.title }),
  });
}

export function setFollowing(task: Task, person: Id, on: boolean, done?: string): Promise<boolean> {
  const others = task.follower_ids.filter((id) => id !== person);
  return setElement(
    task,
    `followers/${person}`,
    on,
    { follower_ids: on ? [...others, person] : others },
    done,
  );
}

export function setTag(task: TaskRow, tag: number, on: boolean): Promise<boolean> {
  const others = task.tag_ids.filter((id) => id !== tag);
  return setElement(task, `tags/${tag}`, on, { tag_ids: on ? [...others, tag] : others });
}

export function trashTask(task: TaskRow, undone?: () => unknown): Promise<boolean> {
  return mutate<Task>({
    apply: () => {
      tellTasks({ kind: 'gone', ids: [task.id] });
      return () => tellTasks({ kind: 'back', ids: [task.id] });
    },
    send: () => api.delete<Task>(`/tasks/${task.id}`, store.tasks.get(task.id)?.version ?? task.version),
    settle: (data) => {
      if (data && 'id' in data) store.putTask(data);
    },
    done: t('tasks.trashed', { title: task.title }),
    undone: () => {
      tellTasks({ kind: 'back', ids: [task.id] });
      return undone?.();
    },
    failed: t('tasks.not_saved', { title: task.title }),
  });
}
