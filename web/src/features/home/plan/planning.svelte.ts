// What there is to plan, and giving it a day. The rows live in the store; here is only which stands where.
import { api } from '../../../api/client';
import type { Day, HomePlan, HomeWork, Id, TaskRow } from '../../../api/types';
import { mutate } from '../../../app/mutate';
import { store } from '../../../app/store.svelte';
import { t } from '../../../words';
import { planWords, show } from '../../tasks/mutations';
import { everything, moved, placeOf, type Where } from './moved';

export class Planning {
  plan = $state.raw<HomePlan | null>(null);
  error = $state.raw<unknown>(null);
  #turn = 0;
  #asked: { from?: Day; days: number } = { days: 1 };

  /** What was seen before stays on the screen while it loads again. */
  async load(asked = this.#asked): Promise<void> {
    this.#asked = asked;
    const turn = ++this.#turn;
    try {
      const plan = await api.get<HomePlan>('/home/plan', asked);
      if (turn !== this.#turn) return;
      for (const row of plan.rows) store.putTask(row);
      this.error = null;
      this.plan = plan;
    } catch (error) {
      if (turn === this.#turn && !this.plan) this.error = error;
    }
  }

  get ids(): Id[] {
    return this.plan ? everything(this.plan).map(({ task_id }) => task_id) : [];
  }

  work(id: Id): HomeWork | undefined {
    return this.plan ? everything(this.plan).find(({ task_id }) => task_id === id) : undefined;
  }

  where(id: Id): Where {
    return this.plan && placeOf(this.plan, id);
  }

  /** The list a place stands for, as it is shown. */
  list(where: Where): Id[] {
    if (!this.plan || where === null) return [];
    const work =
      where === 'someday' ? this.plan.someday : this.plan.days.find(({ day }) => day === where)?.work;
    return (work ?? []).map(({ task_id }) => task_id);
  }

  /** Shown at once, taken back when the server refuses it. */
  async move(id: Id, to: Where, before: Id | null = null): Promise<boolean> {
    const task = store.tasks.get(id);
    if (!task || !this.plan || (to === this.where(id) && !before)) return false;
    const list = this.list(to).filter((other) => other !== id);
    const at = before ? list.indexOf(before) : list.length;
    const place = { before: before ?? undefined, after: list[at - 1] };
    return mutate<TaskRow>({
      apply: () => {
        const back = show(id, { plan: to });
        const was = this.plan;
        // Whatever is on its way from the server was asked for before this.
        this.#turn++;
        this.plan = was && moved(was, id, to, before);
        return () => {
          back();
          this.plan = was;
        };
      },
      send: () => api.put<TaskRow>(`/tasks/${id}/plan`, { plan: to, ...place }),
      settle: (row) => {
        store.putTask(row);
        if (to === null) void this.load();
      },
      done: planWords(to),
      undone: () => this.load(),
      failed: t('tasks.not_saved', { title: task.title }),
    });
  }
}
