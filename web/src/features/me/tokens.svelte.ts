import { api } from '../../api/client';
import type { Page, Token } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';

/** The secrets one gave to programs: tokens of the API and app passwords, which are shown apart. */
class Tokens {
  list = $state.raw<Token[] | null>(null);
  failed = $state.raw<unknown>(null);
  #loading: Promise<void> | null = null;

  /** Both places ask for the same list; it is fetched once. */
  load(): Promise<void> {
    this.#loading ??= this.#fetch().finally(() => (this.#loading = null));
    return this.#loading;
  }

  async #fetch(): Promise<void> {
    this.failed = null;
    try {
      this.list = (await api.get<Page<Token>>('/me/tokens')).items;
    } catch (error) {
      this.failed = error;
    }
  }

  add(token: Token): void {
    this.list = [token, ...(this.list ?? [])];
  }

  revoke(token: Token): void {
    void mutate({
      apply: () => {
        const before = this.list;
        this.list = this.list?.filter((other) => other.id !== token.id) ?? null;
        return () => (this.list = before);
      },
      send: () => api.delete(`/me/tokens/${token.id}`),
      failed: t('me.token_failed'),
    });
  }
}

export const tokens = new Tokens();

/** Whether it opens the network folders and nothing else. */
export const isAppPassword = (token: Token): boolean => token.scopes.every((scope) => scope === 'files');

/** Whether it opens calendars and nothing else. */
export const isCalendarPassword = (token: Token): boolean =>
  token.scopes.every((scope) => scope === 'calendars');
