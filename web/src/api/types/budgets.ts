// What a space may cost, and what it does.
import type { Sent } from './common';

export type Budget = Sent<'Budget'>;
export type BudgetAmount = Sent<'BudgetAmount'>;
export type BudgetSums = Sent<'BudgetSums'>;
export type BudgetMilestone = Sent<'BudgetMilestone'>;
export type Expense = Sent<'Expense'>;
