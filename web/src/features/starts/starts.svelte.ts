// The starting sets as the server has them, and what is done with one.
import { api } from '../../api/client';
import type { Page, StartInput, StartRemoved, Started, StartingSet } from '../../api/types';
import { mutate } from '../../app/mutate';
import { overlays } from '../../app/overlays.svelte';
import { session } from '../../app/session.svelte';
import { t } from '../../words';
import './words';

export class Starts {
  all = $state.raw<StartingSet[] | null>(null);
  error = $state.raw<unknown>(null);

  async load(): Promise<void> {
    try {
      this.all = (await api.get<Page<StartingSet>>('/starting-sets')).items;
      this.error = null;
    } catch (cause) {
      this.error = cause;
    }
  }
}

const changed = async (after: () => unknown) => {
  await session.refresh();
  await after();
};

/** Makes everything of a set; true when the server took it. */
export function begin(set: StartingSet, input: StartInput, after: () => unknown): Promise<boolean> {
  return mutate<Started>({
    send: () => api.post<Started>(`/starting-sets/${set.name}`, input),
    settle: () => void changed(after),
    done: t('starts.begun', { title: set.title }),
    undone: () => changed(after),
    failed: t('starts.begin_failed'),
  });
}

/** Removes what is still its own, and shows what stays. */
export function remove(set: StartingSet, after: () => unknown): Promise<boolean> {
  const stays = (removed: StartRemoved) => removed.kept.length + removed.hidden;
  return mutate<StartRemoved>({
    send: () => api.delete<StartRemoved>(`/starting-sets/${set.name}`),
    settle: (removed) => {
      void changed(after);
      if (stays(removed)) void overlays.show('start-kept', { set, removed });
    },
    done: (removed) =>
      stays(removed)
        ? t('starts.removed_partly', { title: set.title, count: stays(removed) })
        : t('starts.removed', { title: set.title }),
    undone: () => changed(after),
    failed: t('starts.remove_failed'),
  });
}

/** How much a set makes, in words. */
export function brings(set: StartingSet): string {
  const count = (of: (space: StartingSet['spaces'][number]) => number) =>
    set.spaces.reduce((sum, space) => sum + of(space), 0);
  return t('starts.brings', {
    spaces: t('starts.spaces', { count: set.spaces.length }),
    processes: t('starts.processes', { count: count((space) => space.processes.length) }),
    pages: t('starts.pages', { count: count((space) => space.pages.length) }),
  });
}
