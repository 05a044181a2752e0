// What is done with entries: shown at once, and with a way back.
import { api } from '../../api/client';
import type { Entry, Instant } from '../../api/types';
import { mutate } from '../../app/mutate';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import { moment } from '../../words/dates';
import type { InboxView } from './inbox.svelte';

type Send = (path: string) => ReturnType<typeof api.put<Entry>>;

function leave(view: InboxView, entry: Entry, send: Send, done: string): Promise<boolean> {
  return mutate<Entry>({
    apply: () => view.take(entry.item_id),
    send: () => send(`/inbox/${entry.item_id}`),
    settle: () => view.left(entry.item_id),
    done,
    undone: () => view.load(),
    failed: t('inbox.failed'),
  });
}

export const clear = (view: InboxView, entry: Entry) =>
  leave(
    view,
    entry,
    (path) => api.put<Entry>(`${path}/clearance`, {}),
    t('inbox.said.done', { title: entry.title }),
  );

export const reopen = (view: InboxView, entry: Entry) =>
  leave(
    view,
    entry,
    (path) => api.delete<Entry>(`${path}/clearance`),
    t('inbox.said.reopened', { title: entry.title }),
  );

export const putOff = (view: InboxView, entry: Entry, until: Instant) =>
  leave(
    view,
    entry,
    (path) => api.put<Entry>(`${path}/later`, { until }),
    t('inbox.said.later', { title: entry.title, time: moment(until) }),
  );

export const takeUp = (view: InboxView, entry: Entry) =>
  leave(
    view,
    entry,
    (path) => api.delete<Entry>(`${path}/later`),
    t('inbox.said.now', { title: entry.title }),
  );

export const mute = (view: InboxView, entry: Entry) =>
  mutate<Entry>({
    send: () => api.put<Entry>(`/inbox/${entry.item_id}/mute`, {}),
    settle: () => void view.load(),
    done: t('inbox.said.muted', { title: entry.title }),
    undone: () => view.load(),
    failed: t('inbox.failed'),
  });

/** Looked at, or to be looked at again. Nobody has to be told when that did not get through. */
export async function setRead(view: InboxView, entry: Entry, read: boolean): Promise<void> {
  if (entry.unread !== read) return;
  view.put({ ...entry, unread: !read });
  const path = `/inbox/${entry.item_id}/read`;
  await (read ? api.put(path, {}) : api.delete(path)).catch(() => view.put(entry));
}

/** Everything on the shelf, or what was read of it; the server takes 500 at a time. */
export async function clearMany(view: InboxView, onlyRead: boolean): Promise<void> {
  const body = { shelf: view.shelf, only_read: onlyRead };
  for (let more = true; more;) {
    more = false;
    await mutate<{ count: number; more: boolean }>({
      send: () => api.put<{ count: number; more: boolean }>('/inbox/clearance', body),
      settle: (data) => (more = data.more),
      done: ({ count }) => t('inbox.said.cleared', { count }),
      undone: () => view.load(),
      failed: t('inbox.failed'),
    });
  }
  await view.load();
}

/** What waits for one is read where it is: then nothing has to say so any more. */
export function lookedAt(id: string): void {
  const counts = store.inbox;
  if (!counts || counts.needs + counts.following === 0 || document.visibilityState !== 'visible') return;
  void api.put(`/inbox/${id}/read`, { there: true }).catch(() => null);
}
