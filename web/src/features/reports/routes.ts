import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/reports', load: () => import('./LineupPage.svelte') },
  { path: '/reports/operations', load: () => import('./OperationsPage.svelte') },
  { path: '/reports/requests', load: () => import('./RequestsPage.svelte') },
  { path: '/reports/throughput', load: () => import('./ThroughputPage.svelte') },
  { path: '/reports/overdue', load: () => import('./OverduePage.svelte') },
  { path: '/reports/time', load: () => import('./TimePage.svelte') },
  { path: '/reports/forecast', load: () => import('./ForecastPage.svelte') },
  { path: '/reports/week', load: () => import('./WeekPage.svelte') },
];

export const overlays = {
  'save-report': () => import('./SaveReport.svelte'),
};
