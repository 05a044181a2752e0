import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/s/:space/plan', load: () => import('./PlanPage.svelte') }];

export const overlays = {
  finish: () => import('./FinishDialog.svelte'),
  'status-notes': () => import('./NotesDialog.svelte'),
  baselines: () => import('./BaselinesDialog.svelte'),
};
