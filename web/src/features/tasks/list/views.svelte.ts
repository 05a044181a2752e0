// Saved views of spaces: a question with a name, one's own or for everyone in the space.
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../../../api/client';
import type { Id, Page, SavedView, TaskQuery } from '../../../api/types';
import { onChanges } from '../../../app/changes';
import { mutate } from '../../../app/mutate';
import { t } from '../../../words';
import type { Layout } from './query';

class Views {
  #lists = new SvelteMap<Id, SavedView[]>();
  #asked = new Set<Id>();

  of(space: Id): SavedView[] {
    if (!this.#asked.has(space)) untrack(() => void this.load(space));
    return this.#lists.get(space) ?? [];
  }

  async load(space: Id): Promise<void> {
    this.#asked.add(space);
    try {
      const { items } = await api.get<Page<SavedView>>(`/spaces/${space}/views`);
      this.#lists.set(space, items);
    } catch {
      this.#asked.delete(space);
    }
  }

  /** Somebody changed one, or it is gone. */
  changed(id: Id | null, space: Id | null): void {
    for (const [of, list] of this.#lists)
      if (of === space || list.some((view) => view.id === id)) void this.load(of);
  }

  async make(space: Id, name: string, layout: Layout, query: TaskQuery, shared: boolean): Promise<SavedView> {
    const { data } = await api.post<SavedView>(`/spaces/${space}/views`, { name, layout, query, shared });
    this.#lists.set(space, [...this.of(space), data]);
    return data;
  }

  async change(
    view: SavedView,
    patch: Partial<Pick<SavedView, 'name' | 'layout' | 'query' | 'shared'>>,
  ): Promise<boolean> {
    return mutate<SavedView>({
      send: () => api.patch<SavedView>(`/views/${view.id}`, patch, view.version),
      settle: (data) =>
        this.#lists.set(
          view.space_id,
          this.of(view.space_id).map((other) => (other.id === view.id ? data : other)),
        ),
      done: t('list.view.updated', { name: patch.name ?? view.name }),
      undone: () => this.load(view.space_id),
      failed: t('list.view.not_saved'),
    });
  }

  async remove(view: SavedView): Promise<boolean> {
    const all = this.of(view.space_id);
    return mutate<unknown>({
      apply: () => {
        this.#lists.set(
          view.space_id,
          all.filter((other) => other.id !== view.id),
        );
        return () => this.#lists.set(view.space_id, all);
      },
      send: () => api.delete(`/views/${view.id}`, view.version),
      done: t('list.view.removed', { name: view.name }),
      undone: () => this.load(view.space_id),
      failed: t('list.view.not_saved'),
    });
  }
}

export const views = new Views();

onChanges((changes) => {
  for (const change of changes)
    if (change.item_type === 'view') views.changed(change.item_id, change.space_id);
});
