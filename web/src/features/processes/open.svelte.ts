// One process with its runs, the last one first.
import { api } from '../../api/client';
import type { Id, Page, Process, Run, RunWaits } from '../../api/types';
import { store } from '../../app/store.svelte';

/** One screen of runs, and all that the strip shows. */
const most = 26;

export class OpenProcess {
  id = $state('');
  error = $state.raw<unknown>(null);
  runs = $state.raw<Run[] | null>(null);
  waits = $state.raw<RunWaits | null>(null);
  next = $state<string | null>(null);
  busy = $state(false);
  #turn = 0;

  get process(): Process | undefined {
    return store.processes.get(this.id);
  }

  open(id: Id): void {
    if (id !== this.id) {
      this.id = id;
      this.runs = null;
      this.waits = null;
      this.next = null;
      this.error = null;
    }
    void this.load();
  }

  async load(): Promise<void> {
    const { id } = this;
    const turn = ++this.#turn;
    try {
      const path = `/processes/${encodeURIComponent(id)}`;
      // As many as are shown already, so that nothing goes away under whoever reads them.
      const limit = Math.min(200, Math.max(most, this.runs?.length ?? 0));
      const [process, page, waits] = await Promise.all([
        api.get<Process>(path),
        api.get<Page<Run>>(`${path}/runs`, { limit }),
        api.get<RunWaits>(`${path}/waits`),
      ]);
      if (turn !== this.#turn) return;
      store.putProcess(process);
      this.runs = page.items;
      this.waits = waits;
      this.next = page.next;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }

  async more(): Promise<void> {
    const { id, next } = this;
    if (!next || this.busy) return;
    this.busy = true;
    const turn = this.#turn;
    try {
      const page = await api.get<Page<Run>>(`/processes/${id}/runs`, { limit: most * 2, cursor: next });
      if (turn !== this.#turn) return;
      const known = new Set(this.runs?.map((run) => run.id));
      this.runs = [...(this.runs ?? []), ...page.items.filter((run) => !known.has(run.id))];
      this.next = page.next;
    } catch (error) {
      this.error = error;
    } finally {
      this.busy = false;
    }
  }
}
