// What a mention or the chip of an item says now, and where it leads: the object's own name where the reader may see it,
// else the label that was written.
import type { DocNode } from '../../api/types';
import { store } from '../../app/store.svelte';

export interface Named {
  text: string;
  to: string | null;
  me: boolean;
}

export function named(node: Pick<DocNode, 'type' | 'attrs'>): Named {
  const id = String(node.attrs?.id ?? '');
  const label = String(node.attrs?.label ?? '');
  if (node.type === 'itemChip') return item(id, label);
  const sign = (name: string) => `@${name.replace(/^@/, '')}`;
  if (node.attrs?.kind === 'space') {
    const space = store.spaces.get(id);
    return { text: sign(space?.name ?? label), to: space ? store.spaceHome(space) : null, me: false };
  }
  const person = store.people.get(id);
  const to = person ? `/people/${id}` : null;
  return { text: sign(person?.name ?? label), to, me: id === store.me?.id };
}

function item(id: string, label: string): Named {
  const topic = store.topics.get(id);
  const document = store.documents.get(id);
  const to = topic ? `/d/${id}` : document ? `/p/${id}` : `/t/${id}`;
  return { text: topic?.title ?? document?.title ?? store.tasks.get(id)?.title ?? label, to, me: false };
}
