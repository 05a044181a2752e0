import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/reports', load: () => import('./OperationsPage.svelte') },
  { path: '/reports/requests', load: () => import('./RequestsPage.svelte') },
];
