// What a page of what happened shows: asked for again when something ends or is decided while one looks at it.
import { api } from '../../api/client';
import type { Day } from '../../api/types';
import type { Change } from '../../app/changes';

interface Paged {
  items: unknown[];
  next: string | null;
}

export class HappenedView<T extends Paged> {
  page = $state.raw<T | null>(null);
  error = $state.raw<unknown>(null);
  loading = $state(false);
  #path = '';
  #since: Day | undefined;
  #turn = 0;

  async load(path = this.#path, since = this.#since): Promise<void> {
    const turn = ++this.#turn;
    if (path !== this.#path) this.page = null;
    [this.#path, this.#since] = [path, since];
    try {
      const page = await api.get<T>(path, { since });
      if (turn !== this.#turn) return;
      [this.page, this.error] = [page, null];
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    }
  }

  async more(): Promise<void> {
    const before = this.page;
    if (!before?.next || this.loading) return;
    this.loading = true;
    const turn = this.#turn;
    try {
      const page = await api.get<T>(this.#path, { since: this.#since, cursor: before.next });
      if (turn === this.#turn) this.page = { ...page, items: [...before.items, ...page.items] };
    } catch (error) {
      if (turn === this.#turn) this.error = error;
    } finally {
      this.loading = false;
    }
  }

  /** Whether changes may have made or undone something that is told here. */
  static touches(changes: Change[]): boolean {
    return changes.some((change) => change.item_type === 'task' || change.item_type === 'topic');
  }
}
