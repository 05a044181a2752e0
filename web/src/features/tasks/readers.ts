// Who can read what is in a space, for choosing an assignee or mentioning someone.
import type { Id, Space } from '../../api/types';
import { store } from '../../app/store.svelte';
import { members } from '../spaces/members.svelte';

/** Undefined when everyone can (guests apart), or while the list is not here yet. */
export function readers(space: Space): Id[] | undefined {
  if (space.access === 'personal') return store.me ? [store.me.id] : [];
  const inside = members.people(space.id);
  if (space.access === 'open') {
    const others = store.activePeople.filter((person) => person.role !== 'guest').map((person) => person.id);
    return [...new Set([...others, ...inside])];
  }
  return inside.length ? inside : undefined;
}
