import { afterEach, describe, expect, it, vi } from 'vitest';
import type { Process, Run, Task } from '../../api/types';
import { store } from '../../app/store.svelte';
import { findRun, processOf, taskOf } from './run-of-task';

const process = { id: 'p', space_id: 's', version: '1', strip: [{ id: 'r3' }] } as unknown as Process;
const run = (number: number, more: Partial<Run> = {}) =>
  ({
    id: `r${number}`,
    number,
    outcome: 'on_time',
    task_key: `SVC-${number}`,
    before_id: number > 1 ? `r${number - 1}` : null,
    after_id: `r${number + 1}`,
    ...more,
  }) as unknown as Run;
const task = (process_id: string | null, kind = 'person') =>
  ({ process_id, author: { kind, id: 'a', name: '' } }) as unknown as Pick<Task, 'process_id' | 'author'>;

afterEach(() => {
  vi.unstubAllGlobals();
  store.clear();
});

describe('the run behind a task', () => {
  it('is one where the task names its process, or was made by one', () => {
    expect(processOf(task('p'))).toBe('p');
    expect(processOf(task(null, 'process'))).toBe('a');
    expect(processOf(task(null))).toBeNull();
  });

  it('comes with its process and the ones around it, in one answer', async () => {
    const asked: string[] = [];
    vi.stubGlobal('fetch', (path: string) => {
      asked.push(path);
      const answer = { ...run(4), process, before: run(3), after: null };
      return Promise.resolve(
        new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } }),
      );
    });
    const found = await findRun('r4');
    expect([found.run.number, found.before?.number, found.after]).toEqual([4, 3, undefined]);
    expect(store.processes.get('p')).toEqual(process);
    expect(asked.map((path) => path.split('/').slice(-2).join('/'))).toEqual(['runs/r4']);
  });
});

describe('what leads to the task of a run', () => {
  it('is its key, and nothing where there is no task the reader may see', () => {
    expect(taskOf(run(3), process)).toBe('SVC-3');
    expect(taskOf(run(3, { task_key: null }), process)).toBeNull();
  });
});
