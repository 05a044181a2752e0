// What keys do in the list of expenses.
import Check from '@lucide/svelte/icons/check';
import Plus from '@lucide/svelte/icons/plus';
import Trash2 from '@lucide/svelte/icons/trash-2';
import type { Expense } from '../../api/types';
import type { Action } from '../../app/actions.svelte';
import type { Cursor } from '../../ui/cursor.svelte';
import { t } from '../../words';

interface Ways {
  cursor: Cursor;
  /** The expense the keyboard is on. */
  current: () => Expense | undefined;
  mayEdit: () => boolean;
  add: () => void;
  pay: (expense: Expense) => unknown;
  remove: (expense: Expense) => unknown;
}

export function expenseKeys({ cursor, current, mayEdit, add, pay, remove }: Ways): Action[] {
  const on = (run: (expense: Expense) => unknown) => () => {
    const expense = current();
    return expense && run(expense);
  };
  return [
    {
      id: 'expense.new',
      label: () => t('budgets.add'),
      group: 'list',
      keys: ['n'],
      icon: Plus,
      allowed: mayEdit,
      run: add,
    },
    {
      id: 'expense.pay',
      label: () => t('budgets.pay'),
      group: 'list',
      keys: ['e'],
      icon: Check,
      allowed: () => mayEdit() && current()?.state === 'ordered',
      run: on(pay),
    },
    {
      id: 'expense.delete',
      label: () => t('budgets.delete_this'),
      group: 'list',
      keys: ['Delete', 'Backspace'],
      icon: Trash2,
      allowed: () => mayEdit() && current() !== undefined,
      run: on(remove),
    },
    ...cursor.steps('budgets.down', 'budgets.up'),
  ];
}
