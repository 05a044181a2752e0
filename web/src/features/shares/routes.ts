import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/s/:share', open: true, load: () => import('./SharedPage.svelte') },
  { path: '/s/:space/shared-outside', load: () => import('./SharedOutsidePage.svelte') },
];

export const overlays = {
  share: () => import('./ShareDialog.svelte'),
};
