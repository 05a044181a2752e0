// The running timer: one a person. Starting another one stops the first, and what came of that is said.
import { api } from '../../api/client';
import type { Id, TimeEntry, TimerChange } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { duration } from '../../words/dates';

/** Those who show time look again. */
const listeners = new Set<() => void>();

export function onTime(tell: () => void): () => void {
  listeners.add(tell);
  return () => listeners.delete(tell);
}

export const timeChanged = () => listeners.forEach((tell) => tell());

export async function lookAtTimer(): Promise<void> {
  const now = await api.get<TimerChange>('/timer').catch(() => null);
  if (now) store.timer = now.timer;
  timeChanged();
}

function stopped(entry: TimeEntry | null, cut: boolean): string {
  if (!entry) return t('shell.timer_full');
  const values = { time: duration(entry.minutes), title: entry.task?.title ?? t('shell.timer_hidden') };
  return t(cut ? 'shell.timer_cut' : 'shell.timer_stopped', values);
}

const change = (send: () => ReturnType<typeof api.post<TimerChange>>, failed: string) =>
  mutate<TimerChange>({
    send,
    settle: ({ timer }) => {
      store.timer = timer;
      timeChanged();
    },
    done: ({ timer, stopped: entry, cut }) =>
      entry || cut ? stopped(entry, cut) : t('shell.timer_started', { title: timer?.task?.title ?? '' }),
    undone: () => void lookAtTimer(),
    failed,
  });

export const startTimer = (task_id: Id) =>
  change(() => api.post<TimerChange>('/timer', { task_id }), t('shell.timer_not_started'));

export const stopTimer = () => change(() => api.delete<TimerChange>('/timer'), t('shell.timer_not_stopped'));

export const toggleTimer = (task: Id) => (store.timer?.task?.id === task ? stopTimer() : startTimer(task));
