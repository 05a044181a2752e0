// What a space may cost and does, and its expenses, asked again whenever something of it changes.
import { api, ApiError } from '../../api/client';
import type { Budget, Expense, Id, Page } from '../../api/types';

export class Look {
  budget = $state.raw<Budget | null>(null);
  expenses = $state.raw<Expense[]>([]);
  error = $state.raw<unknown>(null);
  /** The space has no day on which it is finished. */
  off = $state(false);
  #asked = 0;

  constructor(readonly space: Id) {}

  load = async (): Promise<void> => {
    const asked = ++this.#asked;
    try {
      const [budget, expenses] = await Promise.all([
        api.get<Budget>(`/spaces/${this.space}/budget`),
        api.get<Page<Expense>>(`/spaces/${this.space}/expenses`),
      ]);
      if (asked !== this.#asked) return;
      this.budget = budget;
      this.expenses = expenses.items;
      this.error = null;
      this.off = false;
    } catch (cause) {
      if (asked !== this.#asked) return;
      this.off = cause instanceof ApiError && cause.code === 'no_plan';
      this.error = cause;
    }
  };
}
