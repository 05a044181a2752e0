// An action is one object. Menus, shortcuts, the palette and the keyboard map all come from it.
import { untrack, type Component } from 'svelte';

export type ActionGroup = 'global' | 'go' | 'list' | 'board' | 'task' | 'home' | 'inbox' | 'writing';

export interface Action {
  id: string;
  /** Read when shown, so that words follow the language and the state ("Star", "Unstar"). */
  label: () => string;
  group: ActionGroup;
  /** "c", "g h", "mod+k", "shift+x", "!", "Escape". The first is the one shown. */
  keys?: string[];
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  icon?: Component<any>;
  /** More words by which the palette finds it. */
  words?: () => string;
  allowed?: () => boolean;
  /** Not offered in the palette (moving the cursor, for example). */
  quiet?: boolean;
  /** Works while a dialog is open or a field has the focus. */
  anywhere?: boolean;
  run: (event?: Event) => unknown;
}

class Actions {
  #sets = $state.raw<Action[][]>([]);

  /** Adds actions for as long as something is on the page; later ones win a shared key. */
  add(set: Action[]): () => void {
    // Called from effects, which must not run again because of what they add.
    untrack(() => (this.#sets = [...this.#sets, set]));
    return () => this.#remove(set);
  }

  /** The same for what comes when its code is there: it gives way to the page it is met on, whichever was first. */
  addBehind(set: Action[]): () => void {
    untrack(() => {
      const [everywhere = [], ...ofThePage] = this.#sets;
      this.#sets = [everywhere, set, ...ofThePage];
    });
    return () => this.#remove(set);
  }

  #remove(set: Action[]): void {
    untrack(() => (this.#sets = this.#sets.filter((s) => s !== set)));
  }

  /** All of them, the latest first, each id once. */
  get all(): Action[] {
    const seen = new Set<string>();
    return this.#sets
      .toReversed()
      .flat()
      .filter((a) => !seen.has(a.id) && seen.add(a.id));
  }

  get allowed(): Action[] {
    return this.all.filter((a) => a.allowed?.() ?? true);
  }

  find(id: string): Action | undefined {
    return this.all.find((a) => a.id === id);
  }

  run(id: string, event?: Event): void {
    const action = this.find(id);
    if (action && (action.allowed?.() ?? true)) void action.run(event);
  }
}

export const actions = new Actions();
