// The same change on several tasks: one request, one command, one Undo.
import { api } from '../../api/client';
import type { Id, TaskPatch, TaskRow } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { toasts } from '../../app/toasts.svelte';
import { t } from '../../words';
import { tellTasks } from './events';
import { show } from './mutations';

export interface BulkChange {
  set?: TaskPatch;
  add_tags?: number[];
  remove_tags?: number[];
  trash?: boolean;
  plan?: TaskRow['plan'];
  home?: { space_id: Id; section_id: number | null };
}

/** The server takes so many at once. */
export const mostAtOnce = 500;

export async function changeTasks(
  ids: Id[],
  change: BulkChange,
  done: string,
  shown: (task: TaskRow) => Partial<TaskRow> = () => ({}),
): Promise<boolean> {
  if (ids.length > mostAtOnce) {
    toasts.failed(t('tasks.too_many', { most: mostAtOnce, count: ids.length }));
    return false;
  }
  const fields = [...Object.keys(change.set ?? {}), ...Object.keys(change).filter((k) => k !== 'set')];
  return mutate<{ items: TaskRow[] }>({
    apply: () => {
      const back = ids.map((id) => {
        const task = store.tasks.get(id);
        return task ? show(id, shown(task)) : () => {};
      });
      if (change.trash) tellTasks({ kind: 'gone', ids });
      return () => {
        back.forEach((undo) => undo());
        if (change.trash) tellTasks({ kind: 'back', ids });
      };
    },
    send: () => api.post('/tasks/bulk', { ids, set: {}, ...change }),
    settle: (data) => {
      for (const row of data.items) store.putTask(row);
      // What moves is refused more often than what is thrown away, so it leaves its lists when it has moved.
      if (change.home) tellTasks({ kind: 'gone', ids });
      else if (!change.trash) tellTasks({ kind: 'changed', ids, fields });
    },
    done,
    undone: () => tellTasks({ kind: 'back', ids }),
    failed: t('tasks.bulk_not_saved', { count: ids.length }),
  });
}
