// Who is in which space, loaded when first asked for and again when it changes.
import { untrack } from 'svelte';
import { SvelteMap } from 'svelte/reactivity';
import { api } from '../../api/client';
import type { Id, Membership, Page } from '../../api/types';
import { onChanges } from '../../app/changes';
import { onUndone } from '../../app/toasts.svelte';

class Members {
  #lists = new SvelteMap<Id, Membership[]>();
  #asked = new Set<Id>();

  /** Empty until the answer is there. */
  of(space: Id): Membership[] {
    if (!this.#asked.has(space)) untrack(() => void this.load(space));
    return this.#lists.get(space) ?? [];
  }

  /** Everyone who is in, directly or through a space, once. */
  people(space: Id): Id[] {
    const people = this.of(space).filter((m) => m.member.kind === 'person');
    return [...new Set(people.map((m) => m.member.id))];
  }

  loaded(space: Id): boolean {
    return this.#lists.has(space);
  }

  async load(space: Id): Promise<void> {
    this.#asked.add(space);
    try {
      this.#lists.set(space, await all(space));
    } catch {
      // The next look asks again; until then nobody is shown.
      this.#asked.delete(space);
    }
  }

  put(space: Id, list: Membership[]): void {
    this.#lists.set(space, list);
  }

  refresh(): void {
    for (const space of this.#lists.keys()) void this.load(space);
  }
}

async function all(space: Id): Promise<Membership[]> {
  const list: Membership[] = [];
  let cursor: string | null = null;
  do {
    const page: Page<Membership> = await api.get(`/spaces/${space}/members`, { limit: 200, cursor });
    list.push(...page.items);
    cursor = page.next;
  } while (cursor);
  return list;
}

export const members = new Members();

onUndone(() => members.refresh());
onChanges((changes) => {
  if (changes.some((c) => !c.own && (c.item_type === 'space' || c.item_type === 'person'))) members.refresh();
});
