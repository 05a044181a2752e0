import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/r/:request', open: true, load: () => import('./FollowPage.svelte') },
  { path: '/s/:space/requests', load: () => import('./RequestsPage.svelte') },
  { path: '/s/:space/requests/:request', load: () => import('./RequestsPage.svelte') },
];

export const overlays = {
  'request-accept': () => import('./AcceptDialog.svelte'),
  'request-merge': () => import('./MergeDialog.svelte'),
  'request-decline': () => import('./DeclineDialog.svelte'),
};
