import type { Route } from '../../app/router.svelte';

export const routes: Route[] = [
  { path: '/lists', load: () => import('./ListsPage.svelte') },
  { path: '/lists/:list', load: () => import('./ListPage.svelte') },
];

export const overlays = { 'list-save': () => import('./SaveList.svelte') };
