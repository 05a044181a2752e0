// The tasks a saved search finds, asked again whenever one of them, or one that may come to it, changes.
import { untrack } from 'svelte';
import { api } from '../../api/client';
import type { Id, SearchTasks } from '../../api/types';
import { onChanges } from '../../app/changes';
import { onReturn } from '../../app/connection.svelte';
import { onTaskMade } from '../../app/fresh';
import { soon } from '../../app/soon';
import { store } from '../../app/store.svelte';
import { onUndone } from '../../app/toasts.svelte';
import { onTasks } from '../tasks/events';

/** What comes together is asked for once. */
const pause = 400;

/** Calls `look` at once and after what may have moved a task; returns the way to stop. */
export function keepAsking(look: () => void, after = pause): () => void {
  const { again, stop } = soon(look, after);
  const ends = [
    onUndone(again),
    onReturn(look),
    onTaskMade(again),
    // What was ticked here stays where it is, struck through, until something else moves.
    onTasks((event) => {
      if (event.kind !== 'changed' || event.fields.some((field) => !['status_id', 'steps'].includes(field)))
        again();
    }),
    onChanges((changes) => {
      if (
        changes.some(
          ({ item_type, own }) => !own && ['task', 'search', 'space', 'person'].includes(item_type),
        )
      )
        again();
    }),
    stop,
  ];
  untrack(look);
  return () => ends.forEach((end) => end());
}

export interface Shown {
  groups: { id: string; name: string; ids: Id[] }[];
  shown: number;
  total: number;
  rebuilding: boolean;
}

export class ListTasks {
  found = $state.raw<Shown | null>(null);
  error = $state.raw<unknown>(null);
  #of: Id | null = null;
  #turn = 0;

  async load(id: Id): Promise<void> {
    const turn = ++this.#turn;
    if (id !== this.#of) this.found = null;
    this.#of = id;
    try {
      const answer = await api.get<SearchTasks>(`/searches/${id}/tasks`);
      if (turn !== this.#turn) return;
      for (const group of answer.groups) for (const row of group.rows) store.putTask(row);
      const groups = answer.groups.map(({ rows, ...group }) => ({
        ...group,
        ids: rows.map((row) => row.id),
      }));
      this.found = { ...answer, groups };
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }
}
