// New tasks from a line or from many, put into the group they were typed in.
import { api } from '../../../api/client';
import type { CaptureParse, Page, Task, TaskInput } from '../../../api/types';
import { announce } from '../../../app/announce.svelte';
import { taskMade } from '../../../app/fresh';
import { store } from '../../../app/store.svelte';
import { toasts } from '../../../app/toasts.svelte';
import { t } from '../../../words';
import type { Range } from '../../capture/ranges';
import { fieldsIn } from './groups';
import type { TasksView } from './page.svelte';

/** What the line says wins over the group it stands in, except for the group itself. */
export async function addLine(view: TasksView, group: string, text: string, plain: Range[]): Promise<void> {
  const space = view.space;
  if (!space) return;
  const { data: parse } = await api.post<CaptureParse>('/capture/parse', { text, space_id: space.id, plain });
  const here = parse.space_id === space.id;
  const fixed = here ? (fieldsIn(view.by, group) as Partial<TaskInput>) : {};
  const section = parse.section_id ?? parse.task.section_id;
  const input: TaskInput = { ...parse.task, ...(section ? { section_id: section } : {}), ...fixed };
  // What comes again is made by the server, as a process; the task is its first run.
  const { data, command } = parse.rule
    ? await api.post<Task>('/capture', { text, space_id: space.id, plain })
    : await api.post<Task>(`/spaces/${parse.space_id}/tasks`, input);
  store.putTask(data);
  if (here) {
    view.list.insert(data.id, group);
    announce(t('list.added', { title: data.title }));
  }
  const where = store.spaces.get(parse.space_id)?.name ?? '';
  toasts.undoable(
    here ? t('list.added', { title: data.title }) : t('list.added_in', { title: data.title, where }),
    command,
    view.reload,
  );
  taskMade(data);
}

/** Each line a task; bullets and numbers in front of them go. */
export async function pasteLines(view: TasksView, group: string | null, text: string): Promise<number> {
  const space = view.space;
  if (!space) return 0;
  const { status_id, section_id } = group === null ? {} : fieldsIn(view.by, group);
  const { data, command } = await api.post<Page<Task>>(`/spaces/${space.id}/tasks/paste`, {
    text,
    status_id,
    section_id,
  });
  for (const task of data.items) store.putTask(task);
  toasts.undoable(t('list.pasted', { count: data.items.length }), command, view.reload);
  view.reload();
  return data.items.length;
}
