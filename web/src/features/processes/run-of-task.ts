// The run behind a task: the task names its process, and the run has the id of its task.
import { api } from '../../api/client';
import type { Id, Process, Run, Task, WholeRun } from '../../api/types';
import { store } from '../../app/store.svelte';

export interface Found {
  process: Process;
  run: Run;
  before?: Run;
  after?: Run;
}

/** The process a task is a run of. One that was made by a process before tasks named theirs says so by its author. */
export function processOf(task: Pick<Task, 'process_id' | 'author'>): Id | null {
  return task.process_id ?? (task.author.kind === 'process' ? task.author.id : null);
}

/**
 * What leads to the task of a run. In Personal tasks have no keys, and the run has the id of its task; one that was
 * skipped before it began has none.
 */
export function taskOf(run: Run, process: Pick<Process, 'space_id'>): string | null {
  if (run.task_key) return run.task_key;
  const personal = process.space_id === store.personal?.id;
  return personal && run.number && run.outcome !== 'skipped' ? run.id : null;
}

/** The run of a task, with its process and the runs around it. */
export async function findRun(task: Id): Promise<Found> {
  const run = await api.get<WholeRun>(`/runs/${task}`);
  store.putProcess(run.process);
  return { process: run.process, run, before: run.before ?? undefined, after: run.after ?? undefined };
}
