// Which row of a list the keyboard is on. Only that row's controls are in the tab order.
import { tick } from 'svelte';
import type { Action } from '../app/actions.svelte';
import { t } from '../words';

export class Cursor {
  /** The id of the row, not its place: lists change under it. */
  at = $state<string | null>(null);
  #ids: () => string[];

  constructor(ids: () => string[]) {
    this.#ids = ids;
  }

  /** Looked for once, however many rows ask whether it is them. */
  #tabbable = $derived.by(() => {
    const ids = this.#ids();
    return this.at && ids.includes(this.at) ? this.at : ids[0];
  });

  /** The row that can be tabbed to: the current one, else the first. */
  get tabbable(): string | undefined {
    return this.#tabbable;
  }

  move(step: number): void {
    const ids = this.#ids();
    if (!ids.length) return;
    const from = this.at ? ids.indexOf(this.at) : -1;
    const to =
      from < 0 ? (step > 0 ? 0 : ids.length - 1) : Math.max(0, Math.min(ids.length - 1, from + step));
    this.focus(ids[to] ?? null);
  }

  /** The keys that go from row to row, and what they are called. */
  steps(next: string, previous: string): Action[] {
    const step = (id: string, words: string, keys: string[], by: number): Action => ({
      id,
      label: () => t(words),
      group: 'list',
      keys,
      quiet: true,
      run: () => this.move(by),
    });
    return [
      step('list.next', next, ['j', 'ArrowDown'], 1),
      step('list.previous', previous, ['k', 'ArrowUp'], -1),
    ];
  }

  /** The focus stands on the row's link, or on what opens it, so that Enter does so without any help. */
  focus(id: string | null): void {
    this.at = id;
    if (!id) return;
    void tick().then(() => {
      const link = document.querySelector<HTMLElement>(`[data-row="${id}"] :is(a, [data-open])`);
      link?.focus({ preventScroll: true });
      link?.scrollIntoView({ block: 'nearest' });
    });
  }
}
