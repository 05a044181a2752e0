import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/setup/start', bare: true, load: () => import('./SetupStart.svelte') },
  { path: '/admin/starts', load: () => import('./AdminStarts.svelte') },
];

export const overlays = {
  'start-set': () => import('./BeginDialog.svelte'),
  'start-kept': () => import('./KeptDialog.svelte'),
};
