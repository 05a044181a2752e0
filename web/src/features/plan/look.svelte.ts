// The plan of a space as it is, asked again whenever something of it changes, and what is looked at on it.
import { SvelteSet } from 'svelte/reactivity';
import { api, ApiError } from '../../api/client';
import type { BaselineCompared, Budget, Id, Plan, PlanTask, TimeSum, WhatIf } from '../../api/types';
import { WorkingDays } from './days';
import type { Zoom } from './rows';

export class Look {
  plan = $state.raw<Plan | null>(null);
  /** For those who lead the space. */
  budget = $state.raw<Budget | null>(null);
  /** What was worked beside what was thought, for those who may know. */
  time = $state.raw<TimeSum | null>(null);
  error = $state.raw<unknown>(null);
  /** The space has no day on which it is finished. */
  off = $state(false);
  zoom = $state<Zoom>('weeks');
  /** The task the keyboard is on. */
  cursor = $state<Id | null>(null);
  compared = $state.raw<BaselineCompared | null>(null);
  whatIf = $state.raw<WhatIf | null>(null);
  readonly shut = new SvelteSet<string>();
  readonly days = $derived(new WorkingDays(this.plan ?? { off_weekdays: [], closed_days: [] }));
  readonly late = $derived(new Map(this.whatIf?.late.map((one) => [one.task_id, one.days])));
  #asked = 0;
  #newest = Promise.resolve();

  constructor(readonly space: Id) {}

  /** Reads the plan; whoever is overtaken by a later reading waits for that one, so that what they made stands in the plan. */
  load(): Promise<void> {
    this.#newest = this.#read(++this.#asked);
    return this.#newest;
  }

  async #read(asked: number): Promise<void> {
    try {
      const plan = await api.get<Plan>(`/spaces/${this.space}/plan`);
      if (asked !== this.#asked) return await this.#newest;
      this.plan = plan;
      this.error = null;
      this.off = false;
      if (this.compared) void this.compare(this.compared.baseline.id);
      if (plan.can.budget) void this.#cost();
      void this.#worked();
    } catch (cause) {
      if (asked !== this.#asked) return await this.#newest;
      this.off = cause instanceof ApiError && cause.code === 'no_plan';
      this.error = cause;
    }
  }

  async #cost(): Promise<void> {
    this.budget = await api.get<Budget>(`/spaces/${this.space}/budget`).catch(() => this.budget);
  }

  async #worked(): Promise<void> {
    this.time = await api.get<TimeSum>(`/spaces/${this.space}/time`).catch(() => null);
  }

  task(id: Id): PlanTask | undefined {
    return this.plan?.tasks.find((task) => task.id === id);
  }

  /** Draws days at once, before the server says what they are. */
  show(moves: { task_id: Id; start: string; due: string }[]): void {
    if (!this.plan) return;
    const to = new Map(moves.map((move) => [move.task_id, move]));
    const tasks = this.plan.tasks.map((task) => {
      const move = to.get(task.id);
      return move ? { ...task, start: move.start, due: move.due, dated: true } : task;
    });
    this.plan = { ...this.plan, tasks };
  }

  async compare(baseline: Id | null): Promise<void> {
    this.compared = baseline
      ? await api.get<BaselineCompared>(`/spaces/${this.space}/baselines/${baseline}`).catch(() => null)
      : null;
  }

  async ask(finish: string): Promise<void> {
    this.whatIf = finish
      ? await api.get<WhatIf>(`/spaces/${this.space}/plan/what-if`, { finish }).catch(() => null)
      : null;
  }
}
