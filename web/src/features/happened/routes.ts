import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/what-happened', load: () => import('./HappenedPage.svelte') },
  { path: '/s/:space/what-happened', load: () => import('./SpaceHappened.svelte') },
];
