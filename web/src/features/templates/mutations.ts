// What is done with templates of tasks.
import { api } from '../../api/client';
import type { FromTemplateInput, Id, Task, TaskTemplate, TopicTemplate } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import './words';

/** Saves a task or a topic as a template of its space. */
export function save(of: 'tasks' | 'topics', item: Id, id: Id, name: string): Promise<boolean> {
  return mutate<unknown>({
    send: () => api.post<unknown>(`/${of}/${item}/templates`, { id, name }),
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

export function forget(of: 'task' | 'topic', template: TaskTemplate | TopicTemplate): Promise<boolean> {
  return mutate<null>({
    send: () => api.delete<null>(`/${of}-templates/${template.id}`, template.version),
    done: t('templates.deleted', { name: template.name }),
    failed: t('templates.delete_failed'),
  });
}
