// Out of the trash again.
import { api } from '../../../api/client';
import type { Task, TaskRow } from '../../../api/types';
import { mutate } from '../../../app/mutate';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { tellTasks } from '../events';
import { show } from '../mutations';

export function restoreTask(task: TaskRow): Promise<boolean> {
  return mutate<Task>({
    apply: () => show(task.id, { trashed_at: null }),
    send: () => api.put<Task>(`/tasks/${task.id}/restore`),
    settle: (data) => {
      store.putTask(data);
      tellTasks({ kind: 'back', ids: [task.id] });
    },
    done: t('task.restored', { title: task.title }),
    failed: t('tasks.not_saved', { title: task.title }),
  });
}
