// The tasks that a live list of a page shows now: a question to a space, asked again when something changed.
import { api, type Query } from '../../../api/client';
import type { Id, TaskQuery, TaskView } from '../../../api/types';
import { store } from '../../../app/store.svelte';

const most = 50;

export interface Filter extends TaskQuery {
  /** Of another space than the page's own. */
  space_id?: Id;
}

/** What stands in the page may have been written by anything. */
export function readFilter(text: unknown): Filter {
  try {
    const value: unknown = JSON.parse(String(text ?? '{}'));
    return value && typeof value === 'object' && !Array.isArray(value) ? (value as Filter) : {};
  } catch {
    return {};
  }
}

export class LiveList {
  ids = $state.raw<Id[] | null>(null);
  total = $state(0);
  failed = $state(false);
  #turn = 0;

  async load(space: Id, { space_id, ...query }: Filter): Promise<void> {
    const turn = ++this.#turn;
    const asked = { done: 'none', sort: 'due', ...query, group: 'none', limit: most } as unknown as Query;
    try {
      const view = await api.get<TaskView>(`/spaces/${space_id ?? space}/view`, asked);
      if (turn !== this.#turn) return;
      const rows = view.groups.flatMap((group) => group.rows);
      for (const row of rows) store.putTask(row);
      this.ids = rows.map((row) => row.id);
      this.total = view.total;
      this.failed = false;
    } catch {
      if (turn === this.#turn) this.failed = true;
    }
  }
}
