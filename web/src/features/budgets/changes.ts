// Changes of expenses: said with a way back, and read again.
import { api } from '../../api/client';
import type { Expense } from '../../api/types';
import { mutate } from '../../app/mutate';
import { t } from '../../words';
import type { Look } from './look.svelte';

const at = (look: Look, expense: Expense) => `/spaces/${look.space}/expenses/${expense.id}`;

/** An order that was paid for, today and as it was ordered. */
export const pay = (look: Look, expense: Expense, day: string): Promise<boolean> =>
  mutate<Expense>({
    send: () => api.patch<Expense>(at(look, expense), { state: 'spent', day }, expense.version),
    settle: () => void look.load(),
    done: t('budgets.paid', { title: expense.title }),
    undone: look.load,
    failed: t('budgets.not_saved', { title: expense.title }),
  });

export const remove = (look: Look, expense: Expense): Promise<boolean> =>
  mutate<unknown>({
    send: () => api.delete(at(look, expense), expense.version),
    settle: () => void look.load(),
    done: t('budgets.deleted', { title: expense.title }),
    undone: look.load,
    failed: t('budgets.not_saved', { title: expense.title }),
  });
