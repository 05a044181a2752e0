// What everybody has to do on two weeks, asked again whenever something of it changes.
import { untrack } from 'svelte';
import { api } from '../../api/client';
import type { Day, Id, Workload, WorkloadTasks } from '../../api/types';
import { onChanges } from '../../app/changes';
import { onReturn } from '../../app/connection.svelte';
import { everyMinute, soon } from '../../app/soon';
import { onUndone } from '../../app/toasts.svelte';

/** What comes together is asked for once. */
const pause = 400;

/** Calls `look` at once, whenever the data it stands on may have changed, and when the page comes back. */
export function keepLooking(look: () => void): () => void {
  const { again, stop } = soon(look, pause);
  const ends = [
    onChanges((changes) => {
      const told = ['task', 'person', 'organization', 'space', 'budget'];
      if (changes.some(({ item_type: type }) => told.includes(type))) again();
    }),
    onReturn(look),
    onUndone(look),
    // Tasks one may not see count too, and nobody is told of them.
    everyMinute(again),
    stop,
  ];
  untrack(look);
  return () => ends.forEach((end) => end());
}

export class Look {
  data = $state.raw<Workload | null>(null);
  unassigned = $state(0);
  error = $state.raw<unknown>(null);
  #asked = 0;

  constructor(
    private readonly from: Day,
    private readonly space: Id | null,
  ) {}

  async load(): Promise<void> {
    const asked = ++this.#asked;
    const space = this.space ?? undefined;
    try {
      const [data, open] = await Promise.all([
        api.get<Workload>('/workload', { from: this.from, weeks: 2, space }),
        api.get<WorkloadTasks>('/workload/tasks', { list: 'unassigned', space }),
      ]);
      if (asked !== this.#asked) return;
      this.data = data;
      this.unassigned = open.count;
      this.error = null;
    } catch (cause) {
      if (asked === this.#asked) this.error = cause;
    }
  }

  /** The places of the days that are shown: without those on which nobody works and nothing is to be done. */
  get days(): number[] {
    const people = this.data?.people ?? [];
    const all = people[0]?.days.map((_, place) => place) ?? [];
    const used = (place: number) =>
      place % 7 < 5 || people.some(({ days }) => days[place]?.capacity_minutes || days[place]?.minutes);
    return all.filter(used);
  }
}
