// Who is here. One request brings everything the shell draws.
import { api, ApiError, listeners } from '../api/client';
import type { Bootstrap, Me } from '../api/types';
import { locale } from '../words/locale.svelte';
import { onChanges } from './changes';
import { loadAgain } from './connection.svelte';
import { live } from './live.svelte';
import { whenFrameChanges } from './live-objects';
import { overlays } from './overlays.svelte';
import { router } from './router.svelte';
import { store } from './store.svelte';
import { setTheme } from './theme';

export type SessionState = 'starting' | 'out' | 'in' | 'failed';

class SessionHere {
  state = $state<SessionState>('starting');
  /** Why the page could not start. */
  error = $state.raw<unknown>(null);
  #setupNeeded = false;
  #again: ReturnType<typeof setTimeout> | undefined;

  async start(): Promise<void> {
    listeners.signedOut = () => this.ended();
    this.state = 'starting';
    try {
      this.enter(await api.get<Bootstrap>('/session'));
    } catch (error) {
      const out = error instanceof ApiError && error.status === 401;
      this.error = error;
      if (out) {
        const server = await api.get<{ setup_needed: boolean }>('/server').catch(() => null);
        this.#setupNeeded = server?.setup_needed ?? false;
      }
      this.state = out ? 'out' : 'failed';
    }
  }

  /** To the first run when there is no organization yet, else to signing in and back here. */
  toDoor(): void {
    const next = router.here === '/' ? '' : `?next=${encodeURIComponent(router.here)}`;
    router.go(this.#setupNeeded ? '/setup' : `/signin${next}`, { replace: true });
  }

  enter(data: Bootstrap): void {
    this.#setupNeeded = false;
    store.fill(data);
    this.use(data.me);
    this.state = 'in';
    live.start(data.cursor);
    setTimeout(() => overlays.warm('capture', 'conflict'), 5000);
    setTimeout(() => void import('./push').then(({ renew }) => renew(data.me.id)).catch(() => null), 3000);
  }

  /** Language, zone and theme of the person follow at once. */
  use(me: Me): void {
    store.me = me;
    locale.use(me.language, me.time_zone, me.week_starts_on);
    document.documentElement.lang = locale.language;
    setTheme(me.theme);
  }

  /** Load the frame again: names, spaces, rights and counts may have changed. */
  async refresh(): Promise<void> {
    if (this.state !== 'in') return;
    const data = await api.get<Bootstrap>('/session').catch(() => null);
    if (data) store.fill(data);
  }

  /** Several reasons within a moment make one request. */
  refreshSoon(): void {
    clearTimeout(this.#again);
    this.#again = setTimeout(() => void this.refresh(), 400);
  }

  async signOut(): Promise<void> {
    await api.delete('/session').catch(() => null);
    this.#leave();
    router.go('/signin', { replace: true });
  }

  /** The server no longer knows this session: sign in and come back to the same address. */
  ended(): void {
    if (this.state !== 'in') return;
    this.#leave();
    this.toDoor();
  }

  #leave(): void {
    live.stop();
    overlays.closeAll();
    store.clear();
    this.state = 'out';
  }
}

export const session = new SessionHere();

whenFrameChanges(
  () => session.refresh(),
  (me) => session.use(me),
);

// Where the frame does not come by itself it is asked for.
onChanges((changes) => {
  const frame = ['space', 'person', 'organization', 'tag'];
  if (live.isPolling && changes.some((c) => frame.includes(c.item_type))) session.refreshSoon();
});

/** With a new day other things are due: a page left open over night is right in the morning. */
export function startDays(): void {
  let day = locale.today;
  const look = () => {
    if (locale.today === day || session.state !== 'in') return;
    day = locale.today;
    void session.refresh().then(loadAgain);
  };
  setInterval(look, 30_000);
  document.addEventListener('visibilitychange', () => setTimeout(look, 0));
}
