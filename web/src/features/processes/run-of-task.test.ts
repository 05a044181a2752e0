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
const task = (id: string, kind = 'person') =>
  ({ id, author: { kind, id: 'p', name: '' } }) as unknown as Pick<Task, 'id' | 'author'>;

/** A server with these pages of runs; answers what it was asked for. */
function serve(pages: Run[][]): string[] {
  const asked: string[] = [];
  vi.stubGlobal('fetch', (path: string) => {
    asked.push(path);
    const at = Number(/cursor=(\d+)/.exec(path)?.[1] ?? 0);
    const next = at + 1 < pages.length ? String(at + 1) : null;
    const answer = path.includes('/runs') ? { items: pages[at], next } : process;
    return Promise.resolve(
      new Response(JSON.stringify(answer), { headers: { 'Content-Type': 'application/json' } }),
    );
  });
  return asked;
}
afterEach(() => {
  vi.unstubAllGlobals();
  store.clear();
});

describe('the run behind a task', () => {
  it('is looked for where the process made the task, or where it is known to have it', () => {
    expect(processOf(task('r9', 'process'))).toBe('p');
    expect(processOf(task('r3'))).toBeNull();
    store.putProcess(process);
    expect(processOf(task('r3'))).toBe('p');
    expect(processOf(task('r4'))).toBeNull();
  });

  it('comes with the ones before and after it, over pages', async () => {
    const asked = serve([[run(5), run(4)], [run(3), run(2)], [run(1)]]);
    const found = await findRun('p', 'r4');
    expect([found?.run.number, found?.before?.number, found?.after?.number]).toEqual([4, 3, 5]);
    expect(asked.filter((path) => path.includes('/runs')).length).toBe(2);
  });

  it('has none before the first one, and is none where it is not found', async () => {
    serve([[run(2), run(1)]]);
    expect((await findRun('p', 'r1'))?.before).toBeUndefined();
    expect(await findRun('p', 'other')).toBeNull();
  });

  it('gives up after some pages', async () => {
    const asked = serve(Array.from({ length: 50 }, (_, i) => [run(100 - i)]));
    expect(await findRun('p', 'r1')).toBeNull();
    expect(asked.filter((path) => path.includes('/runs')).length).toBe(5);
  });
});

describe('what leads to the task of a run', () => {
  it('is its key, and nothing where there is no task the reader may see', () => {
    expect(taskOf(run(3), process)).toBe('SVC-3');
    expect(taskOf(run(3, { task_key: null }), process)).toBeNull();
  });
});
