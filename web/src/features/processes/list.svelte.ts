// The processes of a space, or those in its trash. Ids by name; the processes themselves are in the store.
import { api } from '../../api/client';
import type { Id, Page, Process } from '../../api/types';
import type { Change } from '../../app/changes';
import { store } from '../../app/store.svelte';

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
      const query = asked.trashed ? { trashed: true } : {};
      const { items } = await api.get<Page<Process>>(`/spaces/${asked.space}/processes`, query);
      if (turn !== this.#turn) return;
      items.forEach((one) => store.putProcess(one));
      this.ids = items.map((one) => one.id);
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }
}

/**
 * Whether changes may have brought a run or ended one. The stream tells of tasks and not of processes, so the tasks of
 * the space say when it is worth asking again.
 */
export function mayBeRuns(changes: Change[], space: Id | undefined): boolean {
  return changes.some((one) => {
    if (!space || (one.item_type !== 'task' && one.item_type !== 'process')) return false;
    if (one.item_type === 'process')
      return one.item_id === null || one.space_id === space || store.processes.has(one.item_id);
    if (one.space_id !== space && one.before?.space_id !== space) return false;
    const run = (one.after ?? one.before)?.author.kind === 'process';
    const known = () =>
      [...store.processes.values()].some((process) => process.strip.some((mark) => mark.id === one.item_id));
    return run || !one.after || known();
  });
}

/** Asks again a little later, once for many changes: what became of a run is read from the log after its task changed. */
export function soon(ask: () => unknown, wait = 700): { again: () => void; stop: () => void } {
  let timer: ReturnType<typeof setTimeout> | undefined;
  return {
    again: () => {
      clearTimeout(timer);
      timer = setTimeout(() => void ask(), wait);
    },
    stop: () => clearTimeout(timer),
  };
}
