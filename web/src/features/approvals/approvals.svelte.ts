// The approvals of items that are shown, and what is done with them.
import { api } from '../../api/client';
import type { Approval, Id, Page } from '../../api/types';
import { mutate } from '../../app/mutate';
import { overlays } from '../../app/overlays.svelte';
import { store } from '../../app/store.svelte';
import { t } from '../../words';
import './words';

class Approvals {
  #of = $state.raw<ReadonlyMap<Id, Approval[]>>(new Map());

  of(item: Id): Approval[] {
    return this.#of.get(item) ?? [];
  }

  #set(item: Id, list: Approval[]): void {
    this.#of = new Map(this.#of).set(item, list);
  }

  /** Nobody has to be told when they cannot be had: what they are of says so itself. */
  async load(item: Id): Promise<void> {
    const page = await api.get<Page<Approval>>(`/items/${item}/approvals`).catch(() => null);
    if (page) this.#set(item, page.items);
  }

  put(approval: Approval): void {
    const list = this.of(approval.item.id);
    const known = list.some((one) => one.id === approval.id);
    const next = known ? list.map((one) => (one.id === approval.id ? approval : one)) : [approval, ...list];
    this.#set(approval.item.id, next);
  }
}

export const approvals = new Approvals();

/** It is the reader's turn. */
export const isMine = (approval: Approval): boolean =>
  approval.can.answer && approval.approvers.some((one) => one.turn && one.person.id === store.me?.id);

/** What stands above an item: what waits for the reader, else what waits for others, else how the last one ended. */
export function shown(list: Approval[]): Approval | undefined {
  const open = list.filter((one) => one.state !== 'withdrawn');
  return open.find(isMine) ?? open.find((one) => one.state === 'waiting') ?? open[0];
}

interface About {
  id: Id;
  title: string;
}

/** `then` follows when it was taken: the entry of the inbox goes. */
function answer(about: About, body: object, done: string, then?: () => unknown): Promise<boolean> {
  return mutate<Approval>({
    send: () => api.put<Approval>(`/approvals/${about.id}/answer`, body),
    settle: (approval) => {
      approvals.put(approval);
      void then?.();
    },
    done,
    takeBack: null,
    failed: t('approvals.not_answered'),
  });
}

export const approve = (about: About, then?: () => unknown) =>
  answer(about, { verdict: 'approved' }, t('approvals.said.approved', { title: about.title }), then);

export const sendBack = (about: About, reason: string, then?: () => unknown) =>
  answer(about, { verdict: 'changes', reason }, t('approvals.said.changes', { title: about.title }), then);

/** Opens the question for a reason. */
export const askChanges = (about: About, then?: () => unknown) =>
  void overlays.show('approval-changes', { about, then });

export const withdraw = (approval: Approval) =>
  mutate<Approval>({
    send: () => api.put<Approval>(`/approvals/${approval.id}/withdrawal`, {}),
    settle: (now) => approvals.put(now),
    done: t('approvals.said.withdrawn'),
    undone: () => approvals.load(approval.item.id),
    failed: t('approvals.not_changed'),
  });

export const handOn = (approval: Approval, from: Id, to: Id) =>
  mutate<Approval>({
    send: () => api.put<Approval>(`/approvals/${approval.id}/approvers/${from}/stand-in`, { person_id: to }),
    settle: (now) => approvals.put(now),
    done: t('approvals.said.handed_on', { name: store.people.get(to)?.name ?? '' }),
    undone: () => approvals.load(approval.item.id),
    failed: t('approvals.not_changed'),
  });
