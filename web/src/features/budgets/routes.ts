import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/s/:space/plan/budget', load: () => import('./BudgetPage.svelte') }];

export const overlays = {
  budget: () => import('./BudgetDialog.svelte'),
  expense: () => import('./ExpenseDialog.svelte'),
};
