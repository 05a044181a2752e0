// What an overview shows of a space's tasks: what comes next, and how the week goes.
import { api } from '../../api/client';
import type { Id, TaskRow, TaskView } from '../../api/types';
import { onChanges } from '../../app/changes';
import { onTaskMade } from '../../app/fresh';
import { soon } from '../../app/soon';
import { store } from '../../app/store.svelte';
import { onUndone } from '../../app/toasts.svelte';

const most = 8;

export class Overview {
  next = $state.raw<Id[] | null>(null);
  done = $state(0);
  open = $state(0);
  overdue = $state(0);
  waiting = $state(0);
  error = $state.raw<unknown>(null);
  #space: Id = '';

  start(space: Id): () => void {
    this.#space = space;
    this.next = null;
    void this.load();
    const { again, stop } = soon(() => this.load());
    const stops = [
      stop,
      onUndone(again),
      onTaskMade(again),
      onChanges((changes) => changes.some((c) => c.space_id === space && !c.own) && again()),
    ];
    return () => stops.forEach((end) => end());
  }

  async load(): Promise<void> {
    const space = this.#space;
    const view = (query: Record<string, string | number>) =>
      api.get<TaskView>(`/spaces/${space}/view`, query);
    try {
      const [coming, week, late] = await Promise.all([
        view({ group: 'none', sort: 'due', due: 'any', done: 'none', limit: most }),
        view({ group: 'status', done: 'week', limit: 1 }),
        view({ group: 'none', due: 'overdue', done: 'none', limit: 1 }),
      ]);
      if (space !== this.#space) return;
      const rows = coming.groups.flatMap((group) => group.rows).slice(0, most);
      rows.forEach((row: TaskRow) => store.putTask(row));
      this.next = rows.map((row) => row.id);
      this.#count(week);
      this.overdue = late.total;
      this.error = null;
    } catch (error) {
      this.error = error;
    }
  }

  #count(week: TaskView): void {
    const statuses = store.spaces.get(this.#space)?.statuses ?? [];
    const of = (...categories: string[]) =>
      week.groups
        .filter((g) => categories.includes(statuses.find((s) => String(s.id) === g.id)?.category ?? ''))
        .reduce((sum, g) => sum + g.count, 0);
    this.done = of('done');
    this.waiting = of('waiting');
    this.open = of('todo', 'doing', 'waiting');
  }
}
