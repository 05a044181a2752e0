// Changes of a plan: shown at once, said with a way back, and read again.
import { api } from '../../api/client';
import type { Id, PlanShift, PlanTask, Task } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { shortDay } from '../../words/dates';
import { typedLength, type Span } from './days';
import type { Look } from './look.svelte';

/** Moves a task; what depends on it moves with it as far as it has to. */
export function shift(look: Look, task: PlanTask, span: Span): Promise<boolean> {
  const before = look.plan;
  return mutate<PlanShift>({
    apply: () => {
      look.show([{ task_id: task.id, ...span }]);
      return () => (look.plan = before);
    },
    send: () => api.post<PlanShift>(`/tasks/${task.id}/shifts`, span),
    settle: ({ moves }) => {
      look.show(moves);
      void look.load();
    },
    done: ({ moves }) =>
      t(moves.length > 1 ? 'plan.moved_with' : 'plan.moved', {
        title: task.title,
        day: shortDay(span.start),
        count: moves.length - 1,
      }),
    undone: () => look.load(),
    failed: t('plan.not_moved', { title: task.title }),
  });
}

/** Lets a task begin after another one ends, or (null) whenever. */
export function depend(look: Look, task: PlanTask, before: PlanTask, lag: number | null): Promise<boolean> {
  const at = `/tasks/${task.id}/dependencies/${before.id}`;
  return mutate<Task>({
    send: () => (lag === null ? api.delete<Task>(at) : api.put<Task>(at, { lag_days: lag })),
    settle: () => void look.load(),
    done: t(lag === null ? 'plan.freed' : 'plan.depends', { title: task.title, before: before.title }),
    undone: () => look.load(),
    failed: t('plan.not_linked'),
  });
}

export function setMilestone(look: Look, task: PlanTask, milestone: boolean): Promise<boolean> {
  return mutate<Task>({
    send: () => api.patch<Task>(`/tasks/${task.id}`, { milestone }, '*'),
    settle: (data) => {
      store.putTask(data);
      void look.load();
    },
    done: t(milestone ? 'plan.is_milestone' : 'plan.no_milestone', { title: task.title }),
    undone: () => look.load(),
    failed: t('tasks.not_saved', { title: task.title }),
  });
}

export interface Typed {
  text: string;
  /** The row it is typed below. */
  above: PlanTask | null;
  depends: boolean;
  milestone?: boolean;
}

/** Makes what was typed a task below another one, on the first days it can have; answers its id. */
export async function add(look: Look, { text, above, depends, milestone }: Typed): Promise<Id | null> {
  const plan = look.plan;
  const { title, days } = typedLength(text, 7 - (plan?.off_weekdays.length ?? 2));
  if (!plan || !title) return null;
  const first = depends && above ? look.days.step(above.due, above.milestone ? 0 : 1) : plan.today;
  const { start, due } = look.days.from(first, milestone ? 1 : days);
  const dates = milestone
    ? { milestone, due: { date: due } }
    : { start: { date: start }, due: { date: due } };
  const place = { section_id: above?.section_id ?? null, after: above?.id };
  let id: Id | null = null;
  await mutate<Task>({
    send: () => api.post<Task>(`/spaces/${look.space}/tasks`, { title, ...dates, ...place }),
    settle: (task) => {
      store.putTask(task);
      id = task.id;
    },
    done: t('plan.added', { title }),
    undone: () => look.load(),
    failed: t('plan.not_added'),
  });
  if (id && depends && above) {
    const at = `/tasks/${id as Id}/dependencies/${above.id}`;
    await mutate<Task>({
      send: () => api.put<Task>(at, { lag_days: 0 }),
      failed: t('plan.not_after', { title, before: above.title }),
    });
  }
  await look.load();
  return id;
}
