// What others change shows up here: the log is asked every few seconds while the page is looked at.
import { api, ApiError, listeners } from '../api/client';
import type { Actor, Narrow, Sent } from '../api/types';
import { store } from './store.svelte';

export type Change = Narrow<
  Sent<'ChangeShape'>,
  { actor: Actor; fields: { name: string; before: unknown; after: unknown }[] }
> & {
  /** Made by this very page, which has shown it already. */
  own: boolean;
};

type Answer = Narrow<Sent<'ChangesShape'>, { items: Omit<Change, 'own'>[] }>;

const every = 4000;
const tellers = new Set<(changes: Change[]) => void>();
const own: string[] = [];
let cursor = '';
let timer: ReturnType<typeof setTimeout> | undefined;
let running = false;

/** Called with every batch of changes; returns the way to stop. */
export function onChanges(tell: (changes: Change[]) => void): () => void {
  tellers.add(tell);
  return () => tellers.delete(tell);
}

const plain = (id: string) => id.replaceAll('-', '');

async function ask(): Promise<void> {
  const answer = await api.get<Answer>('/changes', { since: cursor, limit: 200 });
  if (plain(answer.history) !== plain(store.history)) return location.reload();
  cursor = answer.next;
  if (!answer.items.length) return;
  const changes = answer.items.map((c) => ({ ...c, own: own.includes(c.command) }));
  tellers.forEach((tell) => tell(changes));
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

/** Follows the log from the state the page was given, so that nothing falls between the two. */
export function startChanges(from: string): void {
  cursor = from;
  if (running) return;
  running = true;
  listeners.command = (id) => {
    own.push(id);
    if (own.length > 100) own.shift();
  };
  document.addEventListener('visibilitychange', look);
  timer = setTimeout(() => void turn(), every);
}

export function stopChanges(): void {
  running = false;
  clearTimeout(timer);
  document.removeEventListener('visibilitychange', look);
}
