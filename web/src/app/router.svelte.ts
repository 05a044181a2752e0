// Own router on the History API: patterns with :params, query parameters as state, scroll restored on going back.
import { tick, type Component } from 'svelte';
import { base, href } from './base';

export interface Route {
  /** "/s/:space/tasks"; a trailing "/*" takes any rest as params.rest. */
  path: string;
  // Pages declare their own props (the params), so nothing narrower can be said here.
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  load: () => Promise<{ default: Component<any> }>;
  /** Shown without signing in and without the shell. */
  open?: boolean;
  /** Signed in, but without the shell (first run, a forced password change). */
  bare?: boolean;
}

export interface Match {
  route: Route;
  params: Record<string, string>;
}

interface Compiled {
  route: Route;
  names: string[];
  pattern: RegExp;
  weight: number;
}

export function compile(route: Route): Compiled {
  const names: string[] = [];
  let weight = 0;
  const pattern = route.path
    .split('/')
    .filter(Boolean)
    .map((part) => {
      if (part === '*') {
        names.push('rest');
        return '(?:/(.*))?';
      }
      if (part.startsWith(':')) {
        names.push(part.slice(1));
        weight += 1;
        return '/([^/]+)';
      }
      weight += 10;
      return '/' + part.replace(/[.*+?^${}()|[\]\\]/g, '\\$&');
    })
    .join('');
  return { route, names, pattern: new RegExp(`^${pattern}/?$`), weight };
}

/** The most literal pattern wins, so "/s/new" is never taken for "/s/:space". */
export function match(compiled: Compiled[], path: string): Match | null {
  for (const entry of [...compiled].sort((a, b) => b.weight - a.weight)) {
    const found = entry.pattern.exec(path);
    if (!found) continue;
    const params: Record<string, string> = {};
    entry.names.forEach((name, i) => (params[name] = decodeURIComponent(found[i + 1] ?? '')));
    return { route: entry.route, params };
  }
  return null;
}

export interface To {
  replace?: boolean;
  /** Keep the scroll position, for changes of the query alone. */
  still?: boolean;
}

class Router {
  path = $state('/');
  search = $state('');
  hash = $state('');
  #compiled = $state.raw<Compiled[]>([]);
  #query = $derived(new URLSearchParams(this.search));
  #match = $derived(match(this.#compiled, this.path));
  #guard: (() => boolean) | null = null;

  /** Query parameters of the address, reactive: `router.query.get('tab')`. */
  get query(): URLSearchParams {
    return this.#query;
  }
  get match(): Match | null {
    return this.#match;
  }
  get params(): Record<string, string> {
    return this.#match?.params ?? {};
  }
  /** Whether some feature answers at this path; links to what is not there are not drawn. */
  knows(path: string): boolean {
    return match(this.#compiled, path) !== null;
  }
  /** Path with query and hash, for coming back after signing in. */
  get here(): string {
    return this.path + this.search + this.hash;
  }

  start(routes: Route[]): void {
    this.#compiled = routes.map(compile);
    this.#read();
    history.scrollRestoration = 'manual';
    addEventListener('popstate', () => {
      this.#read();
      const top = (history.state as { top?: number } | null)?.top ?? 0;
      void tick().then(() => this.#scroller()?.scrollTo(0, top));
    });
    document.addEventListener('click', (event) => this.#click(event));
  }

  go(to: string, { replace = false, still = false }: To = {}): void {
    if (this.#guard && !this.#guard()) return;
    const top = this.#scroller()?.scrollTop ?? 0;
    history.replaceState({ ...history.state, top }, '');
    history[replace ? 'replaceState' : 'pushState']({}, '', href(to));
    this.#read();
    if (!still) void tick().then(() => this.#scroller()?.scrollTo(0, 0));
  }

  /** Change some query parameters and keep the others; null, undefined and "" take one away. */
  set(changes: Record<string, string | null | undefined>, to: To = { replace: true }): void {
    this.go(this.with(changes), { still: true, ...to });
  }

  /** The address as `set` would make it, for links. */
  with(changes: Record<string, string | null | undefined>, path = this.path): string {
    const query = new URLSearchParams(path === this.path ? this.search : '');
    for (const [name, value] of Object.entries(changes)) {
      if (value) query.set(name, value);
      else query.delete(name);
    }
    const text = query.toString();
    return path + (text ? `?${text}` : '');
  }

  /** Ask before leaving; returns the way to stop asking. */
  guard(ask: () => boolean): () => void {
    this.#guard = ask;
    return () => (this.#guard = null);
  }

  #read(): void {
    const { pathname, search, hash } = location;
    this.path = '/' + (pathname.startsWith(base) ? pathname.slice(base.length) : '');
    this.search = search;
    this.hash = hash;
  }

  #scroller(): Element | null {
    return document.querySelector('[data-scroll]');
  }

  #click(event: MouseEvent): void {
    if (event.defaultPrevented || event.button !== 0) return;
    if (event.metaKey || event.ctrlKey || event.shiftKey || event.altKey) return;
    const link = (event.target as Element | null)?.closest?.('a[href]');
    if (!(link instanceof HTMLAnchorElement) || link.target || link.hasAttribute('download')) return;
    const url = new URL(link.href);
    if (url.origin !== location.origin || !url.pathname.startsWith(base)) return;
    if (url.pathname.startsWith(`${base}api/`)) return;
    event.preventDefault();
    this.go('/' + url.pathname.slice(base.length) + url.search + url.hash, {
      still: 'still' in link.dataset,
    });
  }
}

export const router = new Router();
