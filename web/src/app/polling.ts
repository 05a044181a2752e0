// Where no live stream can be had (a proxy that lets no WebSocket through), the log is asked every few seconds while
// the page is looked at.
import { api, ApiError } from '../api/client';
import type { Actor, Narrow, Sent } from '../api/types';
import { isOwn, tellChanges, type Change } from './changes';
import { store } from './store.svelte';

type Told = Narrow<
  Sent<'ChangeShape'>,
  {
    actor: Actor;
    item_type: Change['item_type'];
    fields: { name: string; before: unknown; after: unknown }[];
  }
>;
type Answer = Narrow<Sent<'ChangesShape'>, { items: Told[] }>;

const every = 4000;
let cursor = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let running = false;

const plain = (id: string) => id.replaceAll('-', '');

async function ask(): Promise<void> {
  const answer = await api.get<Answer>('/changes', { since: cursor, limit: 200 });
  if (plain(answer.history) !== plain(store.history)) return location.reload();
  cursor = answer.next;
  const out = ['gone', 'trashed'];
  tellChanges(
    answer.items.map((change) => ({
      ...change,
      own: isOwn(change.command),
      gone: out.includes(change.action),
    })),
  );
}

async function turn(): Promise<void> {
  clearTimeout(timer);
  if (!running) return;
  let wait = every;
  if (document.visibilityState === 'visible') {
    try {
      await ask();
    } catch (error) {
      // A restored backup is another history: everything shown is stale.
      if (error instanceof ApiError && error.status === 410) return location.reload();
      wait = every * 3;
    }
  }
  timer = setTimeout(() => void turn(), wait);
}

const look = () => {
  if (document.visibilityState === 'visible') void turn();
};

/** Asks from a cursor on, so that nothing falls between the two. */
export function startPolling(from: string): void {
  cursor = from;
  if (running) return;
  running = true;
  document.addEventListener('visibilitychange', look);
  void turn();
}

/** Answers how far it came. */
export function stopPolling(): string {
  running = false;
  clearTimeout(timer);
  document.removeEventListener('visibilitychange', look);
  return cursor;
}
