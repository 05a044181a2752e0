// A workflow changed as a whole: statuses, or the choices of a field, with where the tasks of what goes belong.
import { api } from '../../api/client';
import type { Category, Field, Space } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import { reload, settle } from './edits';

export const categories: Category[] = ['todo', 'doing', 'waiting', 'done', 'cancelled'];
export const most = 8;

/** A status as it shall be: `old` is the one it is now, null for a new one. */
export interface Planned {
  key: number;
  old: number | null;
  name: string;
  category: Category;
  limit?: number | null;
}

function put(space: Space, path: string, body: unknown, done: string): Promise<boolean> {
  return mutate<Space>({
    send: () => api.put<Space>(`/spaces/${space.id}/${path}`, body),
    settle: (data) => settle(space, data),
    done,
    undone: () => reload(space.id),
    failed: t('spaces.not_saved'),
  });
}

/** `takes` answers the statuses that go and whose tasks the one with this key gets. */
export function changeWorkflow(
  space: Space,
  planned: Planned[],
  takes: (key: number) => number[],
): Promise<boolean> {
  const statuses = planned.map(({ key, old, name, category, limit }) => ({
    id: old,
    name: name.trim(),
    category,
    limit: limit ?? null,
    takes: takes(key),
  }));
  return put(space, 'workflow', { statuses }, t('spaces.workflow_done', { name: space.name }));
}

/** `goes` says of each choice that goes what stands in its place in tasks; nothing leaves it as it is. */
export function changeChoices(
  space: Space,
  field: Field,
  names: string[],
  goes: Record<string, string>,
): Promise<boolean> {
  const takes = (name: string) => Object.keys(goes).filter((old) => goes[old] === name);
  const choices = names.map((name) => ({ name, takes: takes(name) }));
  return put(space, `fields/${field.id}/choices`, { choices }, t('spaces.saved'));
}
