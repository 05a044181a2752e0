import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [{ path: '/approve/:approval', load: () => import('./ApprovePage.svelte') }];

export const overlays = {
  'approval-ask': () => import('./AskApproval.svelte'),
  'approval-changes': () => import('./AskChanges.svelte'),
};
