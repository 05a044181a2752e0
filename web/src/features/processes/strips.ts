// The strips beside runs among other tasks. Those that are seen are asked for together, once the first load is over, and again
// when a run of one of them went on.
import { api } from '../../api/client';
import type { Id, Page, Process } from '../../api/types';
import { onChanges } from '../../app/changes';
import { onReturn } from '../../app/connection.svelte';
import { atRest } from '../../app/rest';
import { soon } from '../../app/soon';
import { store } from '../../app/store.svelte';
import { onUndone } from '../../app/toasts.svelte';

/** So many are asked for at once. */
const most = 50;

/** How many look at each. */
const seen = new Map<Id, number>();
const wanted = new Set<Id>();

async function load(): Promise<void> {
  const ids = [...wanted].filter((id) => seen.has(id));
  wanted.clear();
  for (let at = 0; at < ids.length; at += most) {
    const query = { ids: ids.slice(at, at + most).join(',') };
    // Where it does not come nothing is shown, and what was shown stays.
    const page = await api.get<Page<Process>>('/processes', query).catch(() => null);
    page?.items.forEach((one) => store.putProcess(one));
  }
}
const { again } = soon(load, 100);

function ask(ids: Iterable<Id>): void {
  for (const id of ids) wanted.add(id);
  if (wanted.size) void atRest.then(again);
}

function follow(): () => void {
  const all = () => ask(seen.keys());
  const stops = [
    onReturn(all),
    onUndone(all),
    onChanges((changes) => {
      const told = changes.filter((one) => one.item_type === 'process');
      if (told.some((one) => one.item_id === null)) all();
      else ask(told.flatMap((one) => (one.item_id && seen.has(one.item_id) ? one.item_id : [])));
    }),
  ];
  return () => stops.forEach((stop) => stop());
}
let stop: (() => void) | null = null;

/** Has the strip of a process as long as somebody looks at it; returns the way to stop. */
export function watchStrip(id: Id): () => void {
  stop ??= follow();
  const known = seen.get(id) ?? 0;
  seen.set(id, known + 1);
  if (!known) ask([id]);
  return () => {
    const left = (seen.get(id) ?? 1) - 1;
    if (left) seen.set(id, left);
    else seen.delete(id);
    if (seen.size) return;
    stop?.();
    stop = null;
  };
}
