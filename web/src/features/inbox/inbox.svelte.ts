// What the shelves of the inbox show. Entries are asked for again whenever something in the inbox changed.
import { api } from '../../api/client';
import type { Entry, Id, Page, Shelf } from '../../api/types';
import { store } from '../../app/store.svelte';

export const shelves = ['needs', 'following', 'later', 'cleared'] as const satisfies Shelf[];

const pageRows = 50;

export class InboxView {
  shelf = $state.raw<Shelf>('needs');
  entries = $state.raw<Entry[] | null>(null);
  next = $state.raw<string | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  #turn = 0;
  /** Gone from this page before the server has said so. */
  #leaving = new Set<Id>();

  /** As many as are shown already, so that nothing jumps. */
  async load(shelf: Shelf = this.shelf): Promise<void> {
    const turn = ++this.#turn;
    if (shelf !== this.shelf) this.entries = null;
    this.shelf = shelf;
    const limit = Math.min(200, Math.max(pageRows, this.entries?.length ?? 0));
    try {
      const page = await api.get<Page<Entry>>('/inbox', { shelf, limit });
      if (turn !== this.#turn) return;
      this.entries = page.items.filter((entry) => !this.#leaving.has(entry.item_id));
      this.next = page.next;
      this.error = null;
    } catch (error) {
      if (turn === this.#turn && !this.entries) this.error = error;
    }
  }

  async more(): Promise<void> {
    if (!this.next || this.loading) return;
    const turn = this.#turn;
    this.loading = true;
    try {
      const query = { shelf: this.shelf, limit: pageRows, cursor: this.next };
      const page = await api.get<Page<Entry>>('/inbox', query);
      if (turn !== this.#turn) return;
      const known = new Set(this.ids);
      this.entries = [...(this.entries ?? []), ...page.items.filter((entry) => !known.has(entry.item_id))];
      this.next = page.next;
    } finally {
      this.loading = false;
    }
  }

  get ids(): Id[] {
    return (this.entries ?? []).map((entry) => entry.item_id);
  }

  find(id: Id | null): Entry | undefined {
    return this.entries?.find((entry) => entry.item_id === id);
  }

  put(entry: Entry): void {
    this.entries = (this.entries ?? []).map((one) => (one.item_id === entry.item_id ? entry : one));
  }

  /** Leaves this shelf at once; returns the way back. */
  take(id: Id): () => void {
    const before = this.entries;
    const counts = store.inbox;
    const on = this.shelf;
    this.#leaving.add(id);
    this.entries = (before ?? []).filter((entry) => entry.item_id !== id);
    if (counts && on !== 'cleared') store.inbox = { ...counts, [on]: Math.max(0, counts[on] - 1) };
    return () => {
      this.#leaving.delete(id);
      this.entries = before;
      store.inbox = counts;
    };
  }

  /** The server knows by now. */
  left(id: Id): void {
    this.#leaving.delete(id);
  }
}
