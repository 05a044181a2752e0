// Things that open over a page: dialogs, sheets, the palette. Features register them by name in routes.ts,
// so opening one never pulls its code into the first load.
import type { Component } from 'svelte';

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
    const component = (await this.#known[name]?.())?.default;
    if (!component || this.open.some((o) => o.name === name)) return;
    this.open = [...this.open, { key: ++this.#key, name, props, component }];
  }

  close(key: number): void {
    this.open = this.open.filter((o) => o.key !== key);
  }

  closeAll(): void {
    this.open = [];
  }
}

export const overlays = new Overlays();
