// Which tasks the keys and menus mean: those selected, the row the keyboard is on, or the task in the panel.
import { untrack } from 'svelte';
import { actions } from '../../app/actions.svelte';
import type { Id, TaskRow } from '../../api/types';
import { store } from '../../app/store.svelte';

export interface TaskTarget {
  /** A list, or the panel beside it. */
  kind: 'list' | 'panel';
  current: () => Id | null;
  selected?: () => Id[];
  /** Where a popover for a task opens. */
  anchor: (id: Id) => HTMLElement | null;
  /** The keys come with the first key pressed, not with the page: for Home, whose first load is counted. */
  lazy?: boolean;
  /** Loads the list again, after an undo for example. */
  reload?: () => unknown;
}

class Targets {
  #list = $state.raw<TaskTarget[]>([]);

  /** Registers for as long as it is on the page; the keys are there while anything is. */
  add(target: TaskTarget): () => void {
    // Registering in an effect must not make the effect depend on who else is registered.
    this.#list = untrack(() => [...this.#list, target]);
    let remove: (() => void) | undefined;
    let gone = false;
    const load = async () => {
      const { taskActions } = await import('./keys');
      // A set of its own, so that taking it away leaves that of another target.
      if (!gone) remove = actions.addBehind([...taskActions]);
    };
    const onFirstKey = () => void load();
    if (target.lazy) addEventListener('keydown', onFirstKey, { once: true, capture: true });
    else void load();
    return () => {
      gone = true;
      removeEventListener('keydown', onFirstKey, { capture: true });
      remove?.();
      this.#list = untrack(() => this.#list.filter((other) => other !== target));
    };
  }

  /** The panel is meant when the focus is in it, or when no row of a list has it. */
  get active(): TaskTarget | undefined {
    const panel = this.#list.findLast((t) => t.kind === 'panel');
    const list = this.#list.findLast((t) => t.kind === 'list');
    if (panel && document.activeElement?.closest('[data-panel]')) return panel;
    if (list && (list.selected?.().length || list.current())) return list;
    return panel ?? list;
  }

  get ids(): Id[] {
    const target = this.active;
    const selected = target?.selected?.() ?? [];
    if (selected.length) return selected;
    const current = target?.current();
    return current ? [current] : [];
  }

  get tasks(): TaskRow[] {
    return this.ids.flatMap((id) => store.tasks.get(id) ?? []);
  }

  anchor(): HTMLElement | null {
    const target = this.active;
    const id = target?.current() ?? this.ids[0];
    return (id && target?.anchor(id)) || document.querySelector<HTMLElement>('[data-bulk]');
  }
}

export const targets = new Targets();
