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

  options(none: string): { value: string; label: string }[] {
    return [{ value: '', label: none }, ...this.all.map(({ id, name }) => ({ value: id, label: name }))];
  }
}
