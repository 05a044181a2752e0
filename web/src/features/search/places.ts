import type { Space } from '../../api/types';
import { store } from '../../app/store.svelte';

/** Spaces one can open, the starred first, one's own before the others. */
export function starredFirst(): Space[] {
  const stars = new Set(store.me?.starred_space_ids ?? []);
  const rank = (space: Space) => (stars.has(space.id) ? 0 : space.my_role !== 'none' ? 1 : 2);
  return store.spaceList.filter((space) => space.can.read).sort((a, b) => rank(a) - rank(b));
}
