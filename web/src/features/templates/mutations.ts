// What is done with templates of tasks.
import { api } from '../../api/client';
import type { FromTemplateInput, Task, TaskTemplate } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import './words';

export function save(task: Task, id: string, name: string): Promise<boolean> {
  return mutate<TaskTemplate>({
    send: () => api.post<TaskTemplate>(`/tasks/${task.id}/templates`, { id, name }),
    done: t('templates.saved', { name }),
    failed: t('templates.save_failed'),
  });
}

export function begin(
  template: TaskTemplate,
  input: FromTemplateInput,
  made: (task: Task) => void,
): Promise<boolean> {
  return mutate<Task>({
    send: () => api.post<Task>(`/task-templates/${template.id}/tasks`, input),
    settle: made,
    done: (task) => t('templates.begun', { name: task.title }),
    failed: t('templates.begin_failed'),
  });
}

export function forget(template: TaskTemplate): Promise<boolean> {
  return mutate<null>({
    send: () => api.delete<null>(`/task-templates/${template.id}`, template.version),
    done: t('templates.deleted', { name: template.name }),
    failed: t('templates.delete_failed'),
  });
}
