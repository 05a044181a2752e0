// Changes to processes and runs. Each says what it did and can be taken back.
import { api } from '../../api/client';
import type { Id, Process, Run } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { runDay } from './times';

const versionOf = (process: Process) => store.processes.get(process.id)?.version ?? process.version;
const failed = (process: Process) => t('processes.not_saved', { name: process.name });

function show(id: Id, change: Partial<Process>): () => void {
  const before = store.processes.get(id);
  if (before) store.processes.set(id, { ...before, ...change });
  return () => {
    if (before && store.processes.get(id)?.version === before.version) store.processes.set(id, before);
  };
}

export function setPaused(process: Process, paused: boolean): Promise<boolean> {
  return mutate<Process>({
    apply: () => show(process.id, { paused }),
    send: () => api.patch<Process>(`/processes/${process.id}`, { paused }, versionOf(process)),
    settle: (data) => store.putProcess(data),
    done: t(paused ? 'processes.now_paused' : 'processes.now_on', { name: process.name }),
    failed: failed(process),
  });
}

/** Whoever changes a process lends it their rights: sending nothing is enough. */
export function takeOver(process: Process): Promise<boolean> {
  return mutate<Process>({
    send: () => api.patch<Process>(`/processes/${process.id}`, {}, versionOf(process)),
    settle: (data) => store.putProcess(data),
    done: t('processes.taken_over', { name: process.name }),
    failed: failed(process),
  });
}

export function trashProcess(process: Process): Promise<boolean> {
  return mutate<Process>({
    apply: () => show(process.id, { trashed_at: new Date().toISOString() }),
    send: () => api.delete<Process>(`/processes/${process.id}`, versionOf(process)),
    settle: (data) => store.putProcess(data),
    done: t('processes.trashed', { name: process.name }),
    failed: failed(process),
  });
}

export function restoreProcess(process: Process): Promise<boolean> {
  return mutate<Process>({
    send: () => api.put<Process>(`/processes/${process.id}/restore`),
    settle: (data) => store.putProcess(data),
    done: t('processes.restored', { name: process.name }),
    failed: failed(process),
  });
}

/** `then` gets the run, to show it or to load what changed with it. */
export function startRun(process: Process, then: (run: Run) => void): Promise<boolean> {
  return mutate<Run>({
    send: () => api.post<Run>(`/processes/${process.id}/runs`),
    settle: then,
    done: (run) => t('processes.started', { number: String(run.number), name: process.name }),
    failed: t('processes.not_started', { name: process.name }),
  });
}

export function skipNext(process: Process, reason: string): Promise<boolean> {
  return mutate<Run>({
    send: () => api.post<Run>(`/processes/${process.id}/skip`, { reason }),
    done: (run) =>
      t('processes.skipped', { name: process.name, day: runDay(run.occurrence_at ?? run.started_at) }),
    failed: t('processes.not_skipped', { name: process.name }),
  });
}

export function skipRun(run: Run, name: string, reason: string): Promise<boolean> {
  return mutate<Run>({
    send: () => api.post<Run>(`/runs/${run.id}/skip`, { reason }),
    done: t('processes.skipped_run', { number: String(run.number), name }),
    failed: t('processes.not_skipped', { name }),
  });
}
