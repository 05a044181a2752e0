// Somebody outside at a link: whether it is open, and what it shows.
import { ApiError } from '../../api/client';
import type { Shared } from '../../api/types';
import { linkToken } from '../session/form.svelte';
import { outside } from './outside';

export class Visit {
  /** What the link shows, once it is open. */
  shared = $state.raw<Shared | null>(null);
  /** It wants its password. */
  locked = $state(false);
  /** It does not work, or the server cannot be reached. */
  error = $state.raw<ApiError | null>(null);
  /** What is shown is a page, which may be printed. */
  printable = $state(false);
  readonly at: string;
  readonly #secret = linkToken();

  constructor(share: string) {
    this.at = `/public/shares/${encodeURIComponent(share)}`;
  }

  /** A link that is open in this browser is not opened again, which would count. */
  async start(): Promise<void> {
    this.error = null;
    try {
      this.shared = await outside.get<Shared>(this.at);
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      if (cause.status === 401 && this.#secret) await this.#open();
      else this.error = cause;
    }
  }

  async #open(): Promise<void> {
    try {
      await this.unlock();
    } catch (cause) {
      if (!(cause instanceof ApiError)) throw cause;
      this.locked = cause.code === 'share_password';
      if (!this.locked) this.error = cause;
    }
  }

  /** Opens it, with a password where it has one. */
  async unlock(password?: string): Promise<void> {
    this.shared = await outside.post<Shared>(this.at, { secret: this.#secret, password });
    this.locked = false;
  }

  /** Something was refused: the link may have been ended meanwhile. */
  refused(cause: unknown): void {
    if (cause instanceof ApiError && (cause.status === 401 || cause.status === 410)) {
      this.shared = null;
      this.error = cause;
    }
  }
}
