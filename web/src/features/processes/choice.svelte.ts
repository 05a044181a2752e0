// The processes of a space, for choosing one of them.
import { api, ApiError } from '../../api/client';
import type { Id, Page, Process } from '../../api/types';

export class ProcessChoice {
  all = $state.raw<Process[]>([]);
  #space = '';

  /** Those of this space from now on. Nobody has to be told when they cannot be had: then there is nothing to choose. */
  async of(space: Id | undefined): Promise<void> {
    if (!space || space === this.#space) return;
    this.#space = space;
    this.all = [];
    try {
      const page = await api.get<Page<Process>>(`/spaces/${space}/processes`, { limit: 200 });
      if (space === this.#space) this.all = page.items;
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
    }
  }

  /** None of them, each of them, and what is chosen where that is in the trash by now. */
  options(none: string, chosen = '', gone = ''): { value: string; label: string }[] {
    const all = this.all.map(({ id, name }) => ({ value: id, label: name }));
    const missing =
      chosen && !all.some((one) => one.value === chosen) ? [{ value: chosen, label: gone }] : [];
    return [{ value: '', label: none }, ...all, ...missing];
  }
}
