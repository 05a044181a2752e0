// Which rows are selected: one by one, or a stretch from the last one chosen.
import { SvelteSet } from 'svelte/reactivity';
import type { Id } from '../../../api/types';

export class Selection {
  readonly ids = new SvelteSet<Id>();
  /** Boxes are shown on every row, without hovering: asked for on phones. */
  mode = $state(false);
  #from: Id | null = null;

  get size(): number {
    return this.ids.size;
  }

  get list(): Id[] {
    return [...this.ids];
  }

  has(id: Id): boolean {
    return this.ids.has(id);
  }

  toggle(id: Id): void {
    if (this.ids.has(id)) this.ids.delete(id);
    else this.ids.add(id);
    this.#from = id;
    if (!this.ids.size) this.mode = false;
  }

  /** Everything between the last one chosen and this one. */
  stretch(to: Id, all: Id[]): void {
    const from = this.#from && all.includes(this.#from) ? this.#from : to;
    const [a, b] = [all.indexOf(from), all.indexOf(to)].sort((x, y) => x - y);
    for (const id of all.slice(a, (b ?? 0) + 1)) this.ids.add(id);
    this.#from ??= to;
  }

  clear(): void {
    this.ids.clear();
    this.mode = false;
    this.#from = null;
  }

  /** Rows that are no longer shown are not selected any more. */
  keep(all: Id[]): void {
    const shown = new Set(all);
    for (const id of [...this.ids]) if (!shown.has(id)) this.ids.delete(id);
  }
}
