// What the six tabs of Home show. The rows live in the store; here are only ids and sums.
import { api } from '../../api/client';
import type { HomeCounts, HomeDay, HomeTab, Id } from '../../api/types';
import { store } from '../../app/store.svelte';

export const tabs = ['today', 'upcoming', 'waiting', 'delegated', 'followed', 'done'] as const;
export type TabName = (typeof tabs)[number];

export interface Group {
  id: string;
  name: string;
  count: number;
  ids: Id[];
}

export interface Shown {
  tab: TabName;
  groups: Group[];
  /** How today looks, on Today. */
  day: HomeDay | null;
}

export class HomeView {
  shown = $state.raw<Shown | null>(null);
  error = $state.raw<unknown>(null);
  /** Something was shown: what stands beside it stays there while another tab loads. */
  begun = $state(false);
  /** Today as it was loaded last, whatever tab is shown now. */
  today = $state.raw<HomeDay | null>(null);
  #kept = new Map<TabName, Shown>();
  #turn = 0;

  /** What was seen before stays on the screen while the tab loads again. */
  async load(tab: TabName): Promise<void> {
    const turn = ++this.#turn;
    if (this.shown?.tab !== tab) this.shown = this.#kept.get(tab) ?? null;
    try {
      const answer = await api.get<HomeTab>('/home', { tab });
      if (turn !== this.#turn) return;
      for (const group of answer.groups) for (const row of group.rows) store.putTask(row);
      this.error = null;
      this.shown = {
        tab,
        groups: answer.groups.map((g) => ({
          id: g.id,
          name: g.name,
          count: g.count,
          ids: g.rows.map((r) => r.id),
        })),
        day: answer.day,
      };
      this.#kept.set(tab, this.shown);
      this.begun = true;
      this.today = answer.day ?? this.today;
    } catch (error) {
      if (turn === this.#turn && !this.shown) this.error = error;
    }
  }

  async count(): Promise<void> {
    store.home = (await api.get<HomeCounts>('/home/counts').catch(() => null)) ?? store.home;
  }

  get ids(): Id[] {
    return this.shown?.groups.flatMap((g) => g.ids) ?? [];
  }
}
