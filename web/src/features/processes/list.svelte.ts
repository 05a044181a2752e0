// The processes of a space, or those in its trash. Ids by name; the processes themselves are in the store.
import { api } from '../../api/client';
import type { Id, Page, Process } from '../../api/types';
import type { Change } from '../../app/changes';
import { store } from '../../app/store.svelte';

/** Rows that are asked for at a time, and the most a page shows. */
const atOnce = 200;
const most = 10_000;

export class ProcessList {
  ids = $state.raw<Id[] | null>(null);
  error = $state.raw<unknown>(null);
  #asked = $state.raw<{ space: Id; trashed: boolean } | null>(null);
  #turn = 0;

  get rows(): Process[] {
    const asked = this.#asked;
    return (this.ids ?? [])
      .flatMap((id) => store.processes.get(id) ?? [])
      .filter((one) => one.space_id === asked?.space && (one.trashed_at !== null) === asked.trashed)
      .sort((a, b) =>
        asked?.trashed
          ? (b.trashed_at ?? '').localeCompare(a.trashed_at ?? '')
          : a.name.localeCompare(b.name) || a.id.localeCompare(b.id),
      );
  }

  show(space: Id, trashed: boolean): void {
    if (this.#asked?.space === space && this.#asked.trashed === trashed) return;
    this.#asked = { space, trashed };
    this.ids = null;
    void this.load();
  }

  async load(): Promise<void> {
    const asked = this.#asked;
    if (!asked) return;
    const turn = ++this.#turn;
    try {
      const ids: Id[] = [];
      let cursor: string | null = null;
      do {
        const query = { limit: atOnce, cursor, ...(asked.trashed ? { trashed: true } : {}) };
        const page: Page<Process> = await api.get<Page<Process>>(`/spaces/${asked.space}/processes`, query);
        if (turn !== this.#turn) return;
        page.items.forEach((one) => store.putProcess(one));
        ids.push(...page.items.map((one) => one.id));
        cursor = page.next;
        // What is there is shown while the rest comes; what was shown before stays until all of it is here.
        if (cursor && !this.ids?.length) this.ids = [...ids];
      } while (cursor && ids.length < most);
      this.ids = ids;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }
}

/** Whether processes of a space changed, or runs of them began or ended. */
export function mayBeRuns(changes: Change[], space: Id | undefined): boolean {
  return changes.some(
    (one) =>
      one.item_type === 'process' &&
      (one.item_id === null || one.space_id === space || store.processes.has(one.item_id)),
  );
}
