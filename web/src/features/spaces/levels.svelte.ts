// How much one wants to hear of each space.
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../../api/client';
import type { Id, Level } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';

class Levels {
  #chosen = new SvelteMap<Id, Level>();

  async load(): Promise<void> {
    const answer = await api
      .get<{ items: { space_id: Id; level: Level }[] }>('/inbox/levels')
      .catch(() => null);
    if (!answer) return;
    this.#chosen.clear();
    for (const { space_id, level } of answer.items) this.#chosen.set(space_id, level);
  }

  of(space: Id): Level {
    return this.#chosen.get(space) ?? 'mine';
  }

  set(space: Id, level: Level): Promise<boolean> {
    const before = this.of(space);
    return mutate<unknown>({
      apply: () => {
        this.#chosen.set(space, level);
        return () => this.#chosen.set(space, before);
      },
      send: () => api.put(`/inbox/levels/${space}`, { level }),
      done: t(`spaces.hear_said.${level}`),
      takeBack: () => void this.set(space, before),
      failed: t('spaces.not_saved'),
    });
  }
}

export const levels = new Levels();
