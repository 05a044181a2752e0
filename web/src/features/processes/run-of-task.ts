// The run behind a task. The API leads from a process to its tasks and not back: a task that was made by a process says
// so by its author; one that was started by hand is known only while its process is.
import { api } from '../../api/client';
import type { Id, Page, Process, Run, Task } from '../../api/types';
import { store } from '../../app/store.svelte';

/** Pages of runs that are looked through for one. */
const most = 5;

export interface Found {
  process: Process;
  run: Run;
  before?: Run;
  after?: Run;
}

/** The process a task may be a run of. */
export function processOf(task: Pick<Task, 'id' | 'author'>): Id | null {
  if (task.author.kind === 'process') return task.author.id;
  const known = [...store.processes.values()].find((one) => one.strip.some((run) => run.id === task.id));
  return known?.id ?? null;
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

/** Looks for it among the last runs; null where it is not there or the reader may not see the process. */
export async function findRun(process: Id, task: Id): Promise<Found | null> {
  const path = `/processes/${process}`;
  const whole = await api.get<Process>(path);
  store.putProcess(whole);
  const runs: Run[] = [];
  let cursor: string | null = null;
  for (let page = 0; page < most; page += 1) {
    const answer: Page<Run> = await api.get<Page<Run>>(`${path}/runs`, { limit: page ? 200 : 26, cursor });
    runs.push(...answer.items);
    const run = runs.find((one) => one.id === task);
    const earlier = run?.before_id && !runs.some((one) => one.id === run.before_id);
    if (run && (!earlier || !answer.next)) return around(whole, run, runs);
    if (!answer.next) return null;
    cursor = answer.next;
  }
  const run = runs.find((one) => one.id === task);
  return run ? around(whole, run, runs) : null;
}

function around(process: Process, run: Run, runs: Run[]): Found {
  const by = (id: Id | null) => runs.find((one) => one.id === id);
  return { process, run, before: by(run.before_id), after: by(run.after_id) };
}
