import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/people/workload', load: () => import('./WorkloadPage.svelte') },
  { path: '/people/team', load: () => import('./TeamPage.svelte') },
  { path: '/people/away', load: () => import('./AwayPage.svelte') },
];

export const overlays = {
  absence: () => import('./AbsenceDialog.svelte'),
  'absence-decline': () => import('./DeclineDialog.svelte'),
};
