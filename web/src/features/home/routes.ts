import type { Route } from '../../app/router.svelte';
import HomePage from './HomePage.svelte';

export const routes: Route[] = [
  // In the first load on purpose: it is where everybody starts.
  { path: '/', load: async () => ({ default: HomePage }) },
  { path: '/plan', load: () => import('./plan/PlanPage.svelte') },
];
