// Whether the server answers. Nothing is queued while it does not: the banner says so.
import { listeners } from '../api/client';
import type { Health } from '../api/types';
import { base } from './base';
import { store } from './store.svelte';

class Connection {
  /** When the server was last seen, once it stopped answering. */
  offlineSince = $state.raw<Date | null>(null);
  trying = $state(false);
  #timer: ReturnType<typeof setInterval> | undefined;

  start(): void {
    listeners.unreachable = () => this.#lost();
    listeners.reached = () => this.#back();
    listeners.refused = () => void this.check();
    // A server that only reads heals by itself: the banner goes when it does.
    setInterval(() => {
      if (!store.health.writable) void this.check();
    }, 15_000);
    addEventListener('online', () => void this.check());
    addEventListener('offline', () => this.#lost());
  }

  async check(): Promise<void> {
    this.trying = true;
    try {
      const response = await fetch(`${base}healthz`, { cache: 'no-store' });
      const health = (await response.json()) as { status: string; reason?: string };
      const writable = health.status !== 'read_only';
      if (store.health.writable !== writable)
        store.health = { ...store.health, writable, reason: health.reason ?? null } satisfies Health;
      this.#back();
    } catch {
      this.#lost();
    } finally {
      this.trying = false;
    }
  }

  #lost(): void {
    this.offlineSince ??= new Date();
    this.#timer ??= setInterval(() => void this.check(), 5000);
  }

  #back(): void {
    if (!this.offlineSince) return;
    this.offlineSince = null;
    clearInterval(this.#timer);
    this.#timer = undefined;
    loadAgain();
  }
}

const returned = new Set<() => void>();
/** Whoever shows something loads it again. */
export function loadAgain(): void {
  returned.forEach((tell) => tell());
}

/** Called when what is shown may have been missed something: the server answers again, or a new day began. */
export function onReturn(tell: () => void): () => void {
  returned.add(tell);
  return () => returned.delete(tell);
}

export const connection = new Connection();
