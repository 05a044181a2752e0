// The folders of a space: all of them at once, as a tree.
import { api } from '../../api/client';
import type { Folder, Id, Page } from '../../api/types';
import { store } from '../../app/store.svelte';

export interface Branch {
  folder: Folder;
  depth: number;
}

class Folders {
  #known = new Map<Id, Promise<void>>();
  failed = $state.raw<unknown>(null);

  /** Once a space; again when asked to. */
  load(space: Id, again = false): Promise<void> {
    const known = this.#known.get(space);
    if (known && !again) return known;
    const asked = api
      .get<Page<Folder>>(`/spaces/${space}/folders`)
      .then(({ items }) => {
        const here = new Set(items.map((folder) => folder.id));
        for (const folder of store.folders.values())
          if (folder.space_id === space && !folder.trashed_at && !here.has(folder.id))
            store.folders.delete(folder.id);
        items.forEach((folder) => store.folders.set(folder.id, folder));
        this.failed = null;
      })
      .catch((error: unknown) => {
        this.#known.delete(space);
        this.failed = error;
      });
    this.#known.set(space, asked);
    return asked;
  }

  inside(space: Id, parent: Id | null): Folder[] {
    return [...store.folders.values()]
      .filter((one) => one.space_id === space && one.parent_id === parent && !one.trashed_at)
      .sort((a, b) => a.name.localeCompare(b.name, undefined, { numeric: true }));
  }

  /** Depth first, each under its parent. */
  tree(space: Id): Branch[] {
    const walk = (parent: Id | null, depth: number): Branch[] =>
      depth > 20
        ? []
        : this.inside(space, parent).flatMap((folder) => [{ folder, depth }, ...walk(folder.id, depth + 1)]);
    return walk(null, 0);
  }

  /** From the outermost to this one. */
  path(folder: Id | null): Folder[] {
    const path: Folder[] = [];
    for (let at = folder; at && path.length < 25;) {
      const one = store.folders.get(at);
      if (!one) break;
      path.unshift(one);
      at = one.parent_id;
    }
    return path;
  }

  isInside(folder: Id, of: Id): boolean {
    return this.path(folder).some((one) => one.id === of);
  }
}

export const folders = new Folders();
