// Optimistic changes: shown at once, sent, and either settled with the server's answer or taken back with a reason.
import { ApiError, type Answer } from '../api/client';
import { t } from '../words';
import { overlays } from './overlays.svelte';
import { store } from './store.svelte';
import { toasts } from './toasts.svelte';

export interface Mutation<T> {
  /** Show it now; returns the way to take it back. */
  apply?: () => () => void;
  send: () => Promise<Answer<T>>;
  /** Put the server's answer in the store. */
  settle?: (data: T) => void;
  /** Said with Undo when done; nothing is said without it. */
  done?: string | ((data: T) => string);
  /** The opposite call (see wayBack), where the server's undo doesn't know the command; null when there is no way back. */
  takeBack?: (() => unknown) | null;
  /** After an undo, beside what onUndone listeners load. */
  undone?: () => unknown;
  /** "The due date wasn't saved." */
  failed: string;
  /** On 412: what was asked for, in words, and how to send it over the newer value. */
  conflict?: { field: string; mine: string; theirs: (current: unknown) => string; keepMine: () => unknown };
}

/** True when the server took it. */
export async function mutate<T>(mutation: Mutation<T>): Promise<boolean> {
  const takeBack = mutation.apply?.();
  try {
    const { data, command } = await mutation.send();
    mutation.settle?.(data);
    if (mutation.done) {
      const text = typeof mutation.done === 'string' ? mutation.done : mutation.done(data);
      const run = mutation.takeBack;
      if (run === undefined) toasts.undoable(text, command, mutation.undone);
      else toasts.show(text, run && { label: t('common.undo'), run });
    }
    return true;
  } catch (error) {
    takeBack?.();
    if (!(error instanceof ApiError)) throw error;
    if (error.conflict && mutation.conflict) {
      const { field, mine, theirs, keepMine } = mutation.conflict;
      void overlays.show('conflict', {
        field,
        mine,
        theirs: theirs(error.current),
        who: store.people.get(error.changedBy ?? '')?.name ?? '',
        keepMine,
      });
      return false;
    }
    const again = error.offline || error.status >= 500 ? () => mutate(mutation) : undefined;
    toasts.failed([mutation.failed, error.reason].filter(Boolean).join(' '), again);
    return false;
  }
}

/** Undo by the opposite call: said when it is done, and when it can't be done any more. */
export function wayBack(send: () => Promise<unknown>): () => Promise<void> {
  return async () => {
    try {
      await send();
      toasts.show(t('common.undone'));
    } catch (error) {
      if (!(error instanceof ApiError)) throw error;
      toasts.failed(error.said || t('common.undo_failed'));
    }
  };
}
