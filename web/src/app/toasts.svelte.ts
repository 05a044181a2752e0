// Short messages at the bottom, most of them with Undo. Ten seconds, longer while looked at.
import { api, ApiError } from '../api/client';
import { t } from '../words';
import { announce } from './announce.svelte';

export interface Toast {
  key: number;
  text: string;
  tone: 'plain' | 'bad';
  action: { label: string; run: () => unknown } | null;
  /** Until somebody closes it: it holds what would be lost with it. */
  stays: boolean;
}

const stay = 10_000;

class Toasts {
  list = $state.raw<Toast[]>([]);
  #key = 0;
  #timers = new Map<number, ReturnType<typeof setTimeout>>();

  show(text: string, action: Toast['action'] = null, tone: Toast['tone'] = 'plain', stays = false): number {
    const toast = { key: ++this.#key, text, action, tone, stays };
    const passing = this.list.filter((one) => !one.stays);
    this.list = [...this.list.filter((one) => one.stays), ...passing.slice(-2), toast];
    announce(text);
    this.resume(toast.key);
    return toast.key;
  }

  /** The usual one: what was done, and a way back by the command the server named. */
  undoable(text: string, command: string | null, after?: () => unknown): void {
    this.show(text, command ? { label: t('common.undo'), run: () => this.undo(command, after) } : null);
  }

  failed(text: string, retry?: () => unknown): void {
    this.show(text, retry ? { label: t('common.retry'), run: retry } : null, 'bad');
  }

  async undo(command: string, after?: () => unknown): Promise<void> {
    try {
      await api.post('/undo', { command });
      await after?.();
      undone.forEach((tell) => tell());
      this.show(t('common.undone'));
    } catch (error) {
      const message = error instanceof ApiError ? error.message : '';
      this.failed(message || t('common.undo_failed'));
    }
  }

  /** Ctrl Z: whatever the newest message offers to take back. */
  takeBack(): void {
    const last = this.list.findLast((toast) => toast.action && toast.tone === 'plain');
    if (!last) return;
    this.drop(last.key);
    void last.action?.run();
  }

  hold(key: number): void {
    clearTimeout(this.#timers.get(key));
  }

  resume(key: number): void {
    this.hold(key);
    if (this.list.some((toast) => toast.key === key && toast.stays)) return;
    this.#timers.set(
      key,
      setTimeout(() => this.drop(key), stay),
    );
  }

  drop(key: number): void {
    this.hold(key);
    this.#timers.delete(key);
    this.list = this.list.filter((toast) => toast.key !== key);
  }
}

const undone = new Set<() => void>();
/** Called after an undo, so that lists load what came back. */
export function onUndone(tell: () => void): () => void {
  undone.add(tell);
  return () => undone.delete(tell);
}

export const toasts = new Toasts();
