// Things that open over a page: dialogs, sheets, the palette. Features register them by name in routes.ts,
// so opening one never pulls its code into the first load.
import type { Component } from 'svelte';
import { t } from '../words';
import { toasts } from './toasts.svelte';

// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type OverlayLoad = () => Promise<{ default: Component<any> }>;

export interface Open {
  key: number;
  name: string;
  props: Record<string, unknown>;
  // eslint-disable-next-line @typescript-eslint/no-explicit-any
  component: Component<any>;
}

class Overlays {
  open = $state.raw<Open[]>([]);
  /** What is typed while the code of a dialog is on its way to it; null when none is. */
  typed: string | null = null;
  #known: Record<string, OverlayLoad> = {};
  #key = 0;

  register(known: Record<string, OverlayLoad>): void {
    Object.assign(this.#known, known);
  }

  has(name: string): boolean {
    return name in this.#known;
  }

  /** Opens once by name; the component gets `props` and an `onclose`. */
  async show(name: string, props: Record<string, unknown> = {}): Promise<void> {
    if (this.open.some((o) => o.name === name)) return;
    this.typed = '';
    const loaded = await this.#known[name]?.().catch(() => null);
    const typed = this.typed;
    this.typed = null;
    if (loaded === null) toasts.failed(t('common.offline_short'), () => this.show(name, props));
    const component = loaded?.default;
    if (!component || this.open.some((o) => o.name === name)) return;
    const given = typed ? { ...props, text: props.text ?? typed } : props;
    this.open = [...this.open, { key: ++this.#key, name, props: given, component }];
  }

  /** Has the code of dialogs at hand before they are wanted, for when the server can't be reached. */
  warm(...names: string[]): void {
    for (const name of names) void this.#known[name]?.().catch(() => null);
  }

  close(key: number): void {
    this.open = this.open.filter((o) => o.key !== key);
  }

  closeAll(): void {
    this.open = [];
  }
}

export const overlays = new Overlays();
