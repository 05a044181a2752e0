// Where the focus goes once a task is open: its sub-task line, its comment box, its heading.
import type { Id } from '../../api/types';

export type Wish = 'subtask' | 'comment' | 'title' | 'none';

class Wishes {
  #now = $state.raw<{ id: Id; wish: Wish } | null>(null);

  make(id: Id, wish: Wish): void {
    this.#now = { id, wish };
  }

  is(id: Id, wish: Wish): boolean {
    return this.#now?.id === id && this.#now.wish === wish;
  }

  /** Whoever granted it takes it away. */
  granted(): void {
    this.#now = null;
  }

  of(id: Id): Wish | null {
    return this.#now?.id === id ? this.#now.wish : null;
  }
}

export const wish = new Wishes();
