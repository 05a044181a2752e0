// A report as it was last counted: asked for again when runs or requests change while one looks at it.
import { api, type Query } from '../../api/client';
import { onChanges, type Change } from '../../app/changes';
import { onReturn } from '../../app/connection.svelte';
import { soon } from '../../app/soon';
import { onUndone } from '../../app/toasts.svelte';

interface Paged {
  items: unknown[];
  next: string | null;
}

export class Report<T> {
  page = $state.raw<T | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  /** What it was last asked about. */
  query = $state.raw<Query>({});
  #shown: Query | null = null;
  #turn = 0;

  constructor(private readonly path: string) {}

  async load(query = this.query): Promise<void> {
    const turn = ++this.#turn;
    this.query = query;
    this.loading = true;
    try {
      const page = await api.get<T>(this.path, query);
      if (turn === this.#turn) [this.page, this.error, this.#shown] = [page, null, query];
    } catch (error) {
      if (turn === this.#turn) this.#failed(error, query);
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** What was counted stays when it cannot be counted again, but not under the name of another time or space. */
  #failed(error: unknown, query: Query): void {
    this.error = error;
    if (this.#shown !== query) this.page = null;
  }

  /** More rows of a report that has pages. */
  async more(this: Report<T & Paged>): Promise<void> {
    const before = this.page;
    if (!before?.next || this.loading) return;
    const turn = this.#turn;
    this.loading = true;
    try {
      const page = await api.get<T & Paged>(this.path, { ...this.query, cursor: before.next });
      if (turn === this.#turn) this.page = { ...page, items: [...before.items, ...page.items] };
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    } finally {
      if (turn === this.#turn) this.loading = false;
    }
  }

  /** Counts again, a moment later, when something changed; answers how to stop. */
  follow(): () => void {
    const { again, stop } = soon(() => this.load(), 400);
    const touches = (changes: Change[]) => changes.some(({ item_type }) => counted.has(item_type));
    const ends = [
      stop,
      onUndone(again),
      onReturn(again),
      onChanges((changes) => touches(changes) && again()),
    ];
    return () => ends.forEach((end) => end());
  }
}

const counted = new Set<string>(['task', 'process', 'space', 'budget']);
